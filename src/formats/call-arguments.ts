/** Arguments are JSON in a string. What a model wrote wrong stays a string: that is what it sent. */
export function parsedArguments(args: unknown): unknown {
  if (typeof args !== 'string') return args ?? null;
  try {
    return JSON.parse(args);
  } catch {
    return args;
  }
}
