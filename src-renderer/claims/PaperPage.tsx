import { useTranslation } from 'react-i18next';
import { PaperKind } from '../../src-shared/contract/paper.contract.ts';
import { api } from '../api/client.ts';
import { useThing } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { FactList } from '../ui/FactList.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { LoadedPage } from '../ui/LoadedPage.tsx';
import { goBack, navigate } from '../ui/navigation.ts';
import { Panel, Section } from '../ui/Panel.tsx';
import { Tag } from '../ui/Tag.tsx';
import { requestWhy } from '../ui/why-request.ts';
import { claimUnderKeyboard, LinkTable, moveAlongPapers } from './LinkTable.tsx';
import { OWN_ROOM } from './open-paper.ts';
import { paperStatusText } from './paper-status.ts';

const back = (): void => goBack({ room: 'claims', id: null });

/** One paper and all it leads to (联查); the arrows go along the papers, Enter opens the next one. */
export function PaperPage({ id }: { id: string | null }) {
  const [name, ...rest] = (id ?? '').split('.');
  const paperId = rest.length === 0 ? null : rest.join('.');
  const kind = PaperKind.safeParse(name).data;
  const answer = useThing(['claims', 'paper', kind], kind === undefined ? null : paperId, (thing) =>
    api.claims.paper({ kind: kind ?? 'claim', id: thing }),
  );
  return (
    <LoadedPage answer={answer} back={back}>
      {(paper) => <Paper paper={paper} />}
    </LoadedPage>
  );
}

function Paper({
  paper: { id, kind, no, facts, links, cut },
}: {
  paper: Awaited<ReturnType<typeof api.claims.paper>>;
}) {
  const { t } = useTranslation();
  const { status = null, ...others } = facts;
  const room = OWN_ROOM[kind];
  const open = room === undefined ? null : (): void => navigate(room, id);
  const why = (): void => {
    const claimId = kind === 'claim' ? id : claimUnderKeyboard();
    if (claimId !== null) requestWhy({ claimId, seq: null });
  };
  useKeys({
    ArrowDown: () => moveAlongPapers(1),
    ArrowUp: () => moveAlongPapers(-1),
    KeyW: why,
    ...(open === null ? {} : { KeyO: open }),
  });
  return (
    <div className="work paper-work" data-testid="paper-page" data-kind={kind}>
      <Panel>
        <div className="tools">
          <Button onClick={back} keyName="Esc">
            {t('ui.back')}
          </Button>
          <span className="grow" />
          {links.some((link) => link.kind === 'claim') || kind === 'claim' ? (
            <Button onClick={why} keyName="W" testId="paper-why">
              {t('claims.why')}
            </Button>
          ) : null}
          {open === null ? null : (
            <Button onClick={open} keyName="O" testId="open-paper">
              {t(kind === 'claim' ? 'paper.openClaim' : 'paper.open')}
            </Button>
          )}
        </div>
        <header className="claim-head">
          <h2>
            {t(`paper.kind.${kind}`)} <span className="mono">{no}</span>
          </h2>
          {typeof status === 'string' ? <Tag tone="wait">{paperStatusText(t, kind, status)}</Tag> : null}
        </header>
        <div className="scroll" tabIndex={0}>
          <Section title={t('paper.facts')}>
            <FactList facts={others} />
          </Section>
        </div>
      </Panel>
      <Panel>
        <div className="scroll" tabIndex={0}>
          {[...Map.groupBy(links, (link) => link.kind)].map(([linked, rows]) => (
            <Section
              key={linked}
              title={t(`paper.kind.${linked}`)}
              aside={cut.includes(linked) ? t('paper.cut', { shown: rows.length }) : String(rows.length)}
              testId={`links-${linked}`}
            >
              <LinkTable rows={rows} />
            </Section>
          ))}
          {links.length === 0 ? <p className="dim">{t('paper.noLinks')}</p> : null}
        </div>
      </Panel>
    </div>
  );
}
