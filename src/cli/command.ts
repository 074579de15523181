/**
 * A command of the command line. First it reads its arguments, then what it returns does the work.
 *
 * @param args What stands behind the command's name.
 * @returns What does the work, and gives the exit code.
 * @throws {Error} With a sentence for the user, where the command line is wrong.
 */
export type Command = (args: readonly string[]) => () => Promise<number>;
