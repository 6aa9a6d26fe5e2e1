import type { SecretStore } from '../app-services.ts';

/** For a host without a safe place: the token lives as long as the process and is never written anywhere. */
export function memorySecrets(): SecretStore {
  let kept: string | null = null;
  return {
    load: () => Promise.resolve(kept),
    save: (text) => {
      kept = text;
      return Promise.resolve();
    },
  };
}
