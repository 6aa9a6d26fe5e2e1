import { KeyCap } from './KeyCap.tsx';

interface TabsProps<Name extends string> {
  label: string;
  /** In the order of their digits. */
  names: readonly Name[];
  shown: Name;
  text: (name: Name) => string;
  onOpen: (name: Name) => void;
  testId: (name: Name) => string;
}

/** The lists of a room, each by its digit; always first in the tools, so that none moves when another is opened. */
export function Tabs<Name extends string>({ label, names, shown, text, onOpen, testId }: TabsProps<Name>) {
  return (
    <nav className="tabs" aria-label={label}>
      {names.map((name, at) => (
        <button
          key={name}
          type="button"
          className={name === shown ? 'on' : ''}
          aria-current={name === shown ? 'page' : undefined}
          onClick={() => onOpen(name)}
          data-testid={testId(name)}
        >
          {text(name)}
          <KeyCap name={String(at + 1)} hidden />
        </button>
      ))}
    </nav>
  );
}
