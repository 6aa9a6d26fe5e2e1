/** The few drawings of the rail; 18 px, one stroke. */
const PATHS: Readonly<Record<string, string>> = {
  today: 'M10 3a7 7 0 1 0 0 14a7 7 0 0 0 0-14zM10 6v4l3 2',
  claims: 'M4 3h12v14H4zM7 10l2.2 2.2L13.5 8',
  settlement: 'M2.5 5h15v10h-15zM2.5 8.5h15M5 12h4',
  counts: 'M3 4v12M6 4v12M8.5 4v12M12 4v12M14 4v12M17 4v12',
  reconciliation: 'M3 5h9M3 10h6M3 15h9M12 7l4 3-4 3',
  parts: 'M10 3l6 3.2v7L10 17l-6-3.8v-7zM4 6.2l6 3.4 6-3.4M10 9.6V17',
  logistics:
    'M2 5h10v9H2zM12 8h4l2 3v3h-6M5 16a1.5 1.5 0 1 0 0-3a1.5 1.5 0 0 0 0 3zM15 16a1.5 1.5 0 1 0 0-3a1.5 1.5 0 0 0 0 3z',
  exchange: 'M3 7h12l-3-3M17 13H5l3 3',
  print: 'M5 7V3h10v4M5 14H2.5V7h15v7H15M5 11h10v6H5z',
  figures: 'M3 17h14M5 17v-5h2.5v5M9 17V7h2.5v10M13 17V3.5h2.5V17',
  search: 'M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4zM13 13l4 4',
  close: 'M5 5l10 10M15 5L5 15',
};

export function Icon({ name, size = 18 }: { name: keyof typeof PATHS | string; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      aria-hidden="true"
    >
      <path d={PATHS[name] ?? ''} />
    </svg>
  );
}
