import { useState } from 'react';
import { Button, type ButtonLook } from './Button.tsx';
import type { KeyMap } from './keyboard.ts';

/** What can be done with a paper, each with its key and look; of those allowed the first is the one that is due. */
export type StepTable<Step extends string> = readonly (readonly [step: Step, keyName: string, look: ButtonLook])[];

/** A step somebody may take now. */
export interface PaperStep {
  name: string;
  keyName: string;
  look: ButtonLook;
  text: string;
  begin: () => void;
}

interface PaperStepsAsked<Step extends string, Open> {
  table: StepTable<Step>;
  allowed: readonly string[];
  words: (step: Step) => string;
  /** What is opened to take a step; null = nothing. */
  openOf: (step: Step) => Open | null;
  /** Asks again for everything a step may have changed. */
  refresh: () => Promise<unknown>;
}

interface PaperSteps<Open> {
  /** What is open over the page; null = nothing. */
  open: Open | null;
  setOpen: (open: Open | null) => void;
  close: () => void;
  /** The dialog goes when the next steps are known, so that the key of the next one already acts. */
  done: () => Promise<void>;
  steps: readonly PaperStep[];
  keys: KeyMap;
}

/** The steps this person may take with a paper, as keys and for buttons, and the one dialog that is open for one of them. */
export function usePaperSteps<Step extends string, Open>(asked: PaperStepsAsked<Step, Open>): PaperSteps<Open> {
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  const steps = asked.table
    .filter(([step]) => asked.allowed.includes(step))
    .map(([step, keyName, look], at) => ({
      // one step is the one that is due: another that would be, stands beside it
      ...{ name: step, keyName, look: at > 0 && look === 'primary' ? ('normal' as const) : look },
      text: asked.words(step),
      begin: () => setOpen(asked.openOf(step)),
    }));
  return {
    ...{ open, setOpen, close, steps },
    done: async () => {
      await asked.refresh();
      close();
    },
    keys: Object.fromEntries(steps.map(({ keyName, begin }) => [codeOf(keyName), begin])),
  };
}

/** The physical key behind the name on a button: a letter or a function key. */
function codeOf(keyName: string): string {
  return keyName.length === 1 ? `Key${keyName}` : keyName;
}

/** The steps as buttons with their keys; their marks begin with `mark`. */
export function StepButtons({ steps, mark = 'do' }: { steps: readonly PaperStep[]; mark?: string }) {
  return steps.map(({ name, keyName, look, text, begin }) => (
    <Button key={name} keyName={keyName} look={look} onClick={begin} testId={`${mark}-${name}`}>
      {text}
    </Button>
  ));
}
