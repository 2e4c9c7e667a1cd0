import type { Priority, ReferralBody, Risk, Service, ConsentPurpose } from '#messages';

/** Which of the two official workbooks a file follows: the one with drop-downs (and a sheet `validation`) or the plain one. */
export type HtcdsLayout = 'multi-select' | 'single-select';

/** How to read what the workbook leaves open. Plain data: it crosses to a worker thread. */
export interface HtcdsOptions {
  /** Country (alpha-2, alpha-3 or name) → operation slug, for example `{ AFG: 'afghanistan', XK: 'kosovo' }`. */
  readonly operationByCountry?: Readonly<Record<string, string>>;
  /** Operation of rows whose country names none. Without it such a row is a problem. */
  readonly defaultOperation?: string;
  /** Default `normal`. */
  readonly defaultPriority?: Priority;
  /** Default `['protection']`. */
  readonly defaultServices?: readonly Service[];
  /** Default `medium`. */
  readonly defaultRisk?: Risk;
  /** Purposes of a bare "Consent: yes". Default `['assistance']`; never includes investigation by itself. */
  readonly defaultConsentPurposes?: readonly ConsentPurpose[];
  /** How to read 03/04/1990. Without it a date that could be either is a problem. */
  readonly dateOrder?: 'day-first' | 'month-first';
  /** Rows with content that are taken. Default 2000; beyond it the whole file is refused. */
  readonly maxRows?: number;
  /** Bytes of the file as sent. Default 16 MiB. */
  readonly maxFileBytes?: number;
  /** Bytes that the parts needed may inflate to, together. Default 64 MiB. */
  readonly maxInflatedBytes?: number;
  /** Milliseconds that reading may take in its worker. Default 20 000. */
  readonly timeoutMs?: number;
  /** Today, `YYYY-MM-DD`, for ages and dates in the future. Default: the machine's UTC date. */
  readonly today?: string;
  /** Keys the row keys (HMAC-SHA-256), so that they cannot be guessed from a known name. Without it: plain SHA-256. */
  readonly rowKeySecret?: string;
}

/** One good row as a draft. */
export interface HtcdsRow {
  /** Row number as the spreadsheet program shows it. */
  readonly row: number;
  /** The same content has the same key in every import: create a draft only for a key not seen before. Hex. */
  readonly rowKey: string;
  readonly referral: { readonly operation: string; readonly priority: Priority; readonly body: ReferralBody };
}

/** What is wrong with a row, or worth knowing about it. Never the cell's content. */
export interface HtcdsProblem {
  /** 1 for a submission of the XForm, which holds one case. */
  readonly row: number;
  /** Column letter; absent when the row as a whole is meant. */
  readonly column?: string;
  /** Path of the node, in a submission of the XForm. */
  readonly node?: string;
  /** HTCDS field name, or a `hub_` name for columns that the hub adds. */
  readonly field?: string;
  readonly code: string;
  readonly message: string;
}

export interface HtcdsReading {
  readonly layout: HtcdsLayout | 'xform';
  /** Name of the sheet; of a submission, the id of its form. */
  readonly sheet: string;
  /** SHA-256 of the file, hex. */
  readonly fileDigest: string;
  readonly rows: readonly HtcdsRow[];
  /** Each stands for a row that yields no draft. */
  readonly problems: readonly HtcdsProblem[];
  /** Assumptions made for rows that do yield a draft. */
  readonly warnings: readonly HtcdsProblem[];
  /** Columns that have a heading and are not read. */
  readonly ignoredColumns: readonly string[];
  /** Rows in the sheet without content beside the running number. */
  readonly skippedEmptyRows: number;
}
