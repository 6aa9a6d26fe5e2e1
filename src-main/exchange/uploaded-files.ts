import { appendFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../src-shared/errors.ts';

export interface UploadedFile {
  fileId: string;
  fileName: string;
  path: string;
  sizeBytes: number;
  complete: boolean;
  /** The step of its import that is on the way or was the last one. */
  jobId: string | null;
}

const MIB = 1024 * 1024;
/** A csv of 200,000 rows has about 30 MiB; more is not a file for one import. */
const MAX_FILE_BYTES = 128 * MIB;
const MAX_FILES = 20;

/** Files that arrived in pieces and wait in the work folder for inspection, preview and commit. */
export class UploadedFiles {
  readonly #files = new Map<string, UploadedFile>();
  readonly #folder: () => string;
  readonly #newId: () => string;

  constructor(folder: () => string, newId: () => string) {
    this.#folder = folder;
    this.#newId = newId;
  }

  async addPiece(input: {
    fileId: string | null;
    fileName: string;
    piece: string;
    last: boolean;
  }): Promise<UploadedFile> {
    const file = input.fileId === null ? await this.#begin(input.fileName) : this.#open(input.fileId);
    const bytes = Buffer.from(input.piece, 'base64');
    if (file.sizeBytes + bytes.length > MAX_FILE_BYTES) {
      await this.#drop(file);
      throw new AppError('BAD_REQUEST', 'file-too-large', { fileName: file.fileName, limitMiB: MAX_FILE_BYTES / MIB });
    }
    await appendFile(file.path, bytes, { flush: input.last });
    file.sizeBytes += bytes.length;
    file.complete = input.last;
    return file;
  }

  /** A file that is there whole. */
  complete(fileId: string): UploadedFile {
    const file = this.#files.get(fileId);
    if (!file?.complete) throw new AppError('NOT_FOUND', 'file-not-uploaded');
    return file;
  }

  /** Knows no file any more; those on the disk go with the work folder. */
  forget(): void {
    this.#files.clear();
  }

  /** The job of the file's last step; null when the file is gone or had none. */
  jobOf(fileId: string): string | null {
    return this.#files.get(fileId)?.jobId ?? null;
  }

  #open(fileId: string): UploadedFile {
    const file = this.#files.get(fileId);
    if (file === undefined || file.complete) throw new AppError('NOT_FOUND', 'file-not-uploaded');
    return file;
  }

  async #begin(fileName: string): Promise<UploadedFile> {
    const oldest = [...this.#files.values()][0];
    if (this.#files.size >= MAX_FILES && oldest) await this.#drop(oldest);
    const fileId = this.#newId();
    await mkdir(this.#folder(), { recursive: true });
    const file = {
      fileId,
      fileName: path.basename(fileName.replaceAll('\\', '/')) || 'file',
      path: path.join(this.#folder(), `upload-${fileId}`),
      sizeBytes: 0,
      complete: false,
      jobId: null,
    };
    this.#files.set(fileId, file);
    return file;
  }

  async #drop(file: UploadedFile): Promise<void> {
    this.#files.delete(file.fileId);
    await rm(file.path, { force: true });
  }
}
