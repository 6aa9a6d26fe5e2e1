import { useTranslation } from 'react-i18next';
import { PaperKind, type PaperLink } from '../../src-shared/contract/paper.contract.ts';
import { api } from '../api/client.ts';
import { useThing } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { FactList } from '../ui/FactList.tsx';
import { formatFen } from '../ui/format.ts';
import { LoadedPage } from '../ui/LoadedPage.tsx';
import { goBack } from '../ui/navigation.ts';
import { Panel, Section } from '../ui/Panel.tsx';
import { Tag } from '../ui/Tag.tsx';
import { openPaper } from './open-paper.ts';

const back = (): void => goBack({ room: 'claims', id: null });

/** One paper and all it leads to: claim, work order, request, statement, old part, supplier claim, vehicle, station. */
export function PaperPage({ id }: { id: string | null }) {
  const [name, paperId] = (id ?? '').split('.');
  const kind = PaperKind.safeParse(name).data;
  const answer = useThing(['claims', 'paper', kind], kind === undefined ? null : (paperId ?? null), (thing) =>
    api.claims.paper({ kind: kind ?? 'claim', id: thing }),
  );
  return (
    <LoadedPage answer={answer} back={back}>
      {(paper) => <Paper paper={paper} />}
    </LoadedPage>
  );
}

function Paper({ paper: { kind, no, facts, links } }: { paper: Awaited<ReturnType<typeof api.claims.paper>> }) {
  const { t } = useTranslation();
  return (
    <div className="work paper-work" data-testid="paper-page" data-kind={kind}>
      <Panel>
        <div className="tools">
          <Button onClick={back} keyName="Esc">
            {t('ui.back')}
          </Button>
        </div>
        <header className="claim-head">
          <h2>
            {t(`paper.kind.${kind}`)} <span className="mono">{no}</span>
          </h2>
        </header>
        <div className="scroll" tabIndex={0}>
          <Section title={t('paper.facts')}>
            <FactList facts={facts} />
          </Section>
        </div>
      </Panel>
      <Panel>
        <div className="scroll" tabIndex={0}>
          {[...Map.groupBy(links, (link) => link.kind)].map(([linked, rows]) => (
            <Section
              key={linked}
              title={t(`paper.kind.${linked}`)}
              aside={String(rows.length)}
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

export function LinkTable({ rows }: { rows: readonly PaperLink[] }) {
  const { t } = useTranslation();
  return (
    <table className="plain-table">
      <tbody>
        {rows.map((link) => (
          <tr key={link.id}>
            <td>
              <button type="button" className="btn link mono" onClick={() => openPaper(link)} data-testid="paper-link">
                {link.no}
              </button>
            </td>
            <td>{link.text ?? ''}</td>
            <td>
              {link.status === null ? null : (
                <Tag tone="wait">
                  {t(
                    [
                      `claimStatus.${link.status}`,
                      `oldPartStatus.${link.status}`,
                      `supplierClaimStatus.${link.status}`,
                      `paperStatus.${link.status}`,
                      'ui.verbatim',
                    ],
                    { value: link.status },
                  )}
                </Tag>
              )}
            </td>
            <td className="dim">{link.businessDate ?? ''}</td>
            <td className="num">{link.amountFen === null ? '' : formatFen(link.amountFen)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
