import type { InputError } from '../../engine/input/input-error.ts';

/** What could not be read. */
export interface Faults {
  /** Whether a file could not be read that should have been. */
  readonly any: boolean;
  /** @returns Whether it counts: among many files there may be some that are no recordings. */
  fault(error: InputError): boolean;
  /** What was tolerated in a file and belongs to none of its runs. */
  oddity(message: string): void;
  /** Tells at the end what was kept until then. */
  end(): void;
}

/** Of many faults so many are told one by one. */
const TOLD_MAX = 5;

/**
 * Tells each fault at once where files were named one by one. Where a disk is gone through, the
 * screen comes first: then the first few are told at the end, and files that are nothing of ours are
 * only counted.
 */
export function createFaults(many: boolean, tell: (sentence: string) => void): Faults {
  const kept: string[] = [];
  let faults = 0;
  let passedOver = 0;
  return {
    get any() {
      return faults > 0;
    },
    fault(error) {
      if (many && NO_RECORDING.has(error.received)) {
        passedOver += 1;
        return false;
      }
      faults += 1;
      if (!many) tell(error.message);
      else if (kept.length < TOLD_MAX) kept.push(error.message);
      return true;
    },
    oddity(message) {
      // A session that holds no message yet is no news among hundreds.
      if (!many) tell(message);
    },
    end() {
      for (const sentence of kept) tell(sentence);
      if (faults > kept.length && many) tell(`and ${faults - kept.length} more could not be read`);
      if (passedOver > 0) {
        const files = passedOver === 1 ? '1 file holds' : `${passedOver} files hold`;
        tell(`${files} no session in a known format and was passed over`);
      }
    },
  };
}

/** What the readers say of a file that was never a recording. */
const NO_RECORDING: ReadonlySet<string> = new Set(['a file of no known format', 'an empty file']);
