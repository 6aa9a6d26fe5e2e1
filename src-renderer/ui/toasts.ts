/** What is told for a moment at the foot of the screen. An offer to undo counts down to the instant it ends. */
export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'bad';
  startedAtMs: number;
  untilMs: number;
  action: { label: string; keyName: string; run: () => void } | null;
}

type ToastInput = Pick<Toast, 'text'> & Partial<Pick<Toast, 'tone' | 'untilMs' | 'action'>>;

const PLAIN_TOAST_MS = 4000;
const BAD_TOAST_MS = 9000;

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Shows a toast and returns its id; a newer undo offer takes the place of an older one. */
export function showToast(input: ToastInput): number {
  lastId += 1;
  const startedAtMs = Date.now();
  const tone = input.tone ?? 'plain';
  const toast: Toast = {
    id: lastId,
    text: input.text,
    tone,
    startedAtMs,
    untilMs: input.untilMs ?? startedAtMs + (tone === 'bad' ? BAD_TOAST_MS : PLAIN_TOAST_MS),
    action: input.action ?? null,
  };
  const kept = toast.action === null ? toasts : toasts.filter((other) => other.action === null);
  publish([...kept.slice(-2), toast]);
  return toast.id;
}

export function dismissToast(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id));
}

/** Runs the undo of the newest toast that still offers one; false when none does. */
export function runToastAction(): boolean {
  const toast = toasts.findLast((candidate) => candidate.action !== null && candidate.untilMs > Date.now());
  if (toast?.action === undefined || toast.action === null) return false;
  toast.action.run();
  dismissToast(toast.id);
  return true;
}

export const toastStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: (): readonly Toast[] => toasts,
};
