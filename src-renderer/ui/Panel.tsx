import type { ReactNode } from 'react';

interface PanelProps {
  children: ReactNode;
  testId?: string;
  label?: string;
}

/** A white area on the grey desk. Panels do not stand inside panels. */
export function Panel({ children, testId, label }: PanelProps) {
  return (
    <section className="panel" data-testid={testId} aria-label={label}>
      {children}
    </section>
  );
}

export function Strip({ children, testId }: { children: ReactNode; testId?: string }) {
  return (
    <div className="strip" role="status" data-testid={testId}>
      {children}
    </div>
  );
}

interface SectionProps {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  testId?: string;
}

export function Section({ title, aside, children, testId }: SectionProps) {
  return (
    <section className="sec" data-testid={testId}>
      <h3>
        {title} {aside === undefined ? null : <span className="k">{aside}</span>}
      </h3>
      {children}
    </section>
  );
}

export function Figure({ label, value, testId }: { label: ReactNode; value: ReactNode; testId?: string }) {
  return (
    <div className="figure" data-testid={testId}>
      <span>{label}</span>
      <b>{value}</b>
    </div>
  );
}
