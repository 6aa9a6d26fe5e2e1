/** Where a file is after it was handed over: behind a one-time path, or at a place of the person's choice, or neither yet. */
export interface Delivered {
  downloadPath: string | null;
  savedPath: string | null;
}

/** What a host with windows of the system can do with a file that is saved. */
export interface FileShell {
  /** Opens it with the program of its kind; AppError when the system could not. */
  open(path: string): Promise<void>;
  showInFolder(path: string): void;
}

/** The host's way to hand a finished file to the person: a one-time download path, or a save dialog. */
export interface FileDelivery {
  deliver(file: { name: string; path: string }): Promise<Delivered>;
  /** Left out by a host whose files only a browser opens. */
  shell?: FileShell;
}
