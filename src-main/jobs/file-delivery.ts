/** The host's way to hand a finished file to the person: a one-time download path, or a save dialog. */
export interface FileDelivery {
  deliver(file: { name: string; path: string }): Promise<{ downloadPath: string | null }>;
}
