import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';

/** Unsent work of a revoked device, readable with the server's key only. */
export interface SealedWork {
  form: 'hedui-sealed-1';
  deviceId: string;
  login: string;
  sealedAtMs: number;
  /** Base64: the sender's one-time key, nonce, tag and the encrypted JSON. */
  key: string;
  nonce: string;
  tag: string;
  data: string;
}

const INFO = 'hedui sealed work';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;

/** A new pair for the server: both parts as base64 of their DER form. */
export function newSealKeys(): { publicKey: string; privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  };
}

/** Encrypts `work` for whoever has the private key; the facts beside it stay readable and cannot be changed unseen. */
export function sealWork(
  publicKey: string,
  facts: Pick<SealedWork, 'deviceId' | 'login' | 'sealedAtMs'>,
  work: unknown,
): SealedWork {
  const theirs = createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' });
  const own = generateKeyPairSync('x25519');
  const key = own.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', secretOf(own.privateKey, theirs), nonce);
  cipher.setAAD(Buffer.from(JSON.stringify([facts.deviceId, facts.login, facts.sealedAtMs])));
  const data = Buffer.concat([cipher.update(JSON.stringify(work), 'utf8'), cipher.final()]);
  return {
    form: 'hedui-sealed-1',
    deviceId: facts.deviceId,
    login: facts.login,
    sealedAtMs: facts.sealedAtMs,
    key,
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  };
}

/** The work again; throws when the key is another one or anything was changed. */
export function unsealWork(privateKey: string, sealed: SealedWork): unknown {
  const own = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), type: 'pkcs8', format: 'der' });
  const theirs = createPublicKey({ key: Buffer.from(sealed.key, 'base64'), type: 'spki', format: 'der' });
  const decipher = createDecipheriv('aes-256-gcm', secretOf(own, theirs), Buffer.from(sealed.nonce, 'base64'));
  decipher.setAAD(Buffer.from(JSON.stringify([sealed.deviceId, sealed.login, sealed.sealedAtMs])));
  decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'));
  const text = Buffer.concat([decipher.update(Buffer.from(sealed.data, 'base64')), decipher.final()]).toString('utf8');
  return JSON.parse(text) as unknown;
}

function secretOf(privateKey: KeyObject, publicKey: KeyObject): Buffer {
  const shared = diffieHellman({ privateKey, publicKey });
  return Buffer.from(hkdfSync('sha256', shared, Buffer.alloc(0), INFO, KEY_BYTES));
}
