import { readFileSync } from 'node:fs';
import type { SecureContextOptions } from 'node:tls';
import { AppError } from '../../src-shared/errors.ts';

export interface TlsFiles {
  /** PEM: the certificate, then the certificates between it and the root. */
  certificateFile: string;
  keyFile: string;
}

/** TLS 1.3 only (sync §3.13): every client is ours, or a station's program that is given the interface of today. */
export function loadCertificate({ certificateFile, keyFile }: TlsFiles): SecureContextOptions {
  try {
    return { cert: readFileSync(certificateFile), key: readFileSync(keyFile), minVersion: 'TLSv1.3' };
  } catch (error) {
    throw new AppError('BAD_REQUEST', 'certificate-unreadable', { certificateFile, keyFile }, error);
  }
}
