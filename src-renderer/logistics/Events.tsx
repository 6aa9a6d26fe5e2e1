import { useTranslation } from 'react-i18next';
import { formatInstant } from '../ui/format.ts';
import { Section } from '../ui/Panel.tsx';

interface PaperEvent {
  id: string;
  note: string | null;
  doneByName: string;
  doneAtMs: number;
}

interface EventsProps<Event extends PaperEvent> {
  events: readonly Event[];
  /** What was done and what the paper became, in words. */
  words: (event: Event) => [action: string, status: string];
  testId: string;
}

/** Who did what with a paper, and when. */
export function Events<Event extends PaperEvent>({ events, words, testId }: EventsProps<Event>) {
  const { t } = useTranslation();
  return (
    <Section title={t('logistics.history')} testId={testId}>
      {events.map((event) => {
        const [action, status] = words(event);
        return (
          <div className="entry" key={event.id}>
            <b>{action}</b> → {status}
            {event.note === null ? null : <> · {event.note}</>}
            <small>
              {event.doneByName} · {formatInstant(event.doneAtMs)}
            </small>
          </div>
        );
      })}
    </Section>
  );
}
