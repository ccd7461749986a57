/** Words of the message of an error about a record that does not fit its model. */
export interface ErrorWords {
  /** Noun before the id; by default that for results. */
  readonly noun?: string | undefined;
  /** Sentence that tells what to do. */
  readonly advice?: string | undefined;
}
