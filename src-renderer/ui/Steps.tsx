interface StepsProps {
  label: string;
  /** The names of the steps, in their order. */
  steps: readonly string[];
  /** Which of them it stands at; -1 = at none of them. */
  here: number;
}

/** The way of a thing through its steps: those behind it are done, the one it stands at is marked. */
export function Steps({ label, steps, here }: StepsProps) {
  return (
    <ol className="steps" aria-label={label}>
      {steps.map((name, index) => (
        <li
          key={name}
          className={index === here ? 'on' : index < here ? 'done' : ''}
          aria-current={index === here ? 'step' : undefined}
        >
          {name}
        </li>
      ))}
    </ol>
  );
}
