import type { InputError } from '../../engine/input/input-error.ts';

/** What could not be read. */
export interface Faults {
  /** Whether a file could not be read that should have been. */
  readonly any: boolean;
  /**
   * @param found Whether the file was found on the disk, not named.
   * @returns Whether it counts: among the files found there may be some that are no recordings.
   */
  fault(error: InputError, found: boolean): boolean;
  /**
   * Tells at the end what was kept until then.
   *
   * @param passedOver Whether files that are nothing of ours are worth a word.
   */
  end(passedOver: boolean): void;
}

/** Of many faults so many are told one by one. */
const TOLD_MAX = 5;

/**
 * Tells of files that were named at once. Where a disk is gone through, the screen comes first: then
 * the first few faults are told, and files that are nothing of ours are only counted.
 */
export function createFaults(tell: (sentence: string) => void): Faults {
  const kept: string[] = [];
  let faults = 0;
  let untold = 0;
  let passedOver = 0;
  return {
    get any() {
      return faults > 0;
    },
    fault(error, found) {
      if (found && NO_RECORDING.has(error.received)) {
        passedOver += 1;
        return false;
      }
      faults += 1;
      if (!found) tell(error.message);
      else if (kept.length < TOLD_MAX) kept.push(error.message);
      else untold += 1;
      return true;
    },
    end(told) {
      for (const sentence of kept) tell(sentence);
      if (untold > 0) tell(`and ${untold} more could not be read`);
      if (!told) return;
      if (passedOver === 1) tell('1 file holds no session in a known format and was passed over');
      if (passedOver > 1) {
        tell(`${passedOver} files hold no session in a known format and were passed over`);
      }
    },
  };
}

/** What the readers say of a file that was never a recording. */
const NO_RECORDING: ReadonlySet<string> = new Set(['a file of no known format', 'an empty file']);
