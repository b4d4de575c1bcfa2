/** One UTC day as the registry measured itself. */
export interface ServiceDay {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** Minutes in which it looked; the others are unknown. */
  readonly samples: number;
  /** Of these, minutes in which all was well. */
  readonly ok: number;
}

export interface ServiceHistoryStore {
  /** Days with samples, from one on, in order. */
  days(from: string): Promise<readonly ServiceDay[]>;
  /** Counts a minute once, however many instances look; `minute` 0 to 1439 of that day. Earlier minutes change nothing. */
  count(day: string, minute: number, isOk: boolean): Promise<void>;
}
