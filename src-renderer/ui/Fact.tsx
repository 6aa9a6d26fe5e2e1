/** One fact of a `dl.facts`: what it is and what it says; an empty one is shown as a dash. */
export function Fact({ label, text }: { label: string; text: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{text === '' ? '–' : text}</dd>
    </>
  );
}
