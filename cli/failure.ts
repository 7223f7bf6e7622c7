/** What the command line ends with, for programs that call it. */
export const EXIT = {
  ok: 0,
  /** The newsroom refused something, or something failed. */
  failed: 1,
  /** It was called wrongly. */
  usage: 2,
  /** The newsroom cannot be reached, or does not let us in. */
  unreachable: 3,
  /** Done, but for some things, which were named. */
  partly: 4,
  /** Interrupted: what is done is done, and it can be gone on with. */
  interrupted: 130,
} as const;

/** An end that is no fault of the program: told in a sentence, without a trace. */
export class Failure extends Error {
  readonly code: number;

  constructor(message: string, code: number = EXIT.failed) {
    super(message);
    this.code = code;
  }
}
