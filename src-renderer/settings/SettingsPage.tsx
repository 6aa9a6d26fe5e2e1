import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { maySeeDevices } from '../../src-shared/contract/devices.contract.ts';
import { mayEditRules } from '../../src-shared/contract/ruleset.schema.ts';
import { maySeeSamples } from '../../src-shared/contract/sampling.contract.ts';
import { mayEditCompany } from '../../src-shared/contract/settings.contract.ts';
import {
  BUYER_TEXT_LENGTHS,
  checkInvoiceBuyer,
  EMPTY_INVOICE_BUYER,
  type InvoiceBuyer,
} from '../../src-shared/domain/settings/invoice-buyer.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { useSession } from '../session/use-session.ts';
import { Button } from '../ui/Button.tsx';
import { LeaveDialog } from '../ui/LeaveDialog.tsx';
import { navigate, useLeaveGuard } from '../ui/navigation.ts';
import { Panel, Section } from '../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { useSaveForm } from '../ui/use-save-form.ts';
import { BuyerChanges } from './BuyerChanges.tsx';
import { DeputySection } from './DeputySection.tsx';
import { draftOf, readDraft, type BuyerDraft } from './buyer-draft.ts';
import './settings.css';

type Stored = Awaited<ReturnType<typeof api.settings.invoiceBuyer>>;

/** What holds for the whole company; everybody may look, an administrator may change. */
export function SettingsPage() {
  const stored = useCall(['settings', 'invoiceBuyer'], () => api.settings.invoiceBuyer({}));
  return (
    <div className="work settings" data-testid="settings-page">
      <Panel>
        {stored.error !== null && stored.data === undefined ? (
          <ErrorState error={stored.error} onRetry={() => void stored.refetch()} />
        ) : stored.data === undefined ? (
          <LoadingState />
        ) : (
          <InvoiceBuyerSection stored={stored.data} />
        )}
      </Panel>
    </div>
  );
}

const LINES = [
  'name',
  'taxNo',
  'address',
  'bank',
  'mailAddress',
  'invoiceDays',
] as const satisfies (keyof InvoiceBuyer)[];
const MOST_SIGNS: Readonly<Record<keyof InvoiceBuyer, number>> = { ...BUYER_TEXT_LENGTHS, invoiceDays: 3 };

function InvoiceBuyerSection({ stored }: { stored: Stored }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const roles = useSession().data?.user?.roles ?? [];
  const isEditor = mayEditCompany(roles);
  const [draft, setDraft] = useState<{ values: BuyerDraft; version: number } | null>(null);
  const [own, setOwn] = useState<{ buyer: InvoiceBuyer; version: number } | null>(null);
  const [asked, setAsked] = useState(false);
  const [go, setGo] = useState<(() => void) | null>(null);
  // what was saved from here stands, although the feed has not brought it yet
  const standing = own !== null && own.version > stored.version ? own : stored;
  const values = draft?.values ?? draftOf(standing.buyer ?? EMPTY_INVOICE_BUYER);
  const read = readDraft(values);
  const { buyer, faults } = checkInvoiceBuyer(read);
  const version = draft?.version ?? standing.version;
  const save = useOrder(api.settings.saveInvoiceBuyer, (saved, { buyer: sent }) => {
    setOwn({ buyer: sent, version: saved.version });
    setDraft(null);
    setAsked(false);
    showToast({ text: t('settings.saved') });
  });
  const submit = (onDone?: () => void): void => {
    setAsked(true);
    if (faults.length > 0 || draft === null || save.isPending) return;
    save.mutate({ buyer, version }, onDone === undefined ? {} : { onSuccess: onDone });
  };
  const form = useSaveForm(submit);
  useLeaveGuard(draft !== null, (wanted) => setGo(() => wanted));
  const isOvertaken = draft !== null && standing.version > draft.version;
  const leave = (): void => {
    setGo(null);
    go?.();
  };
  return (
    <>
      <Section title={t('settings.invoiceBuyer')} testId="settings-invoice-buyer">
        <p className="dim">{t(isEditor ? 'settings.invoiceBuyerText' : 'settings.notYours')}</p>
        <form className="settings-form" {...form}>
          {LINES.map((name, index) => {
            const fault = faults.find(({ field }) => field === name);
            const isShown = fault !== undefined && (asked || (draft !== null && values[name] !== ''));
            return (
              <label className="field" key={name}>
                <span className="label">{t(`settings.buyer.${name}`)}</span>
                <input
                  className={name === 'taxNo' ? 'input mono' : 'input'}
                  value={values[name]}
                  maxLength={MOST_SIGNS[name]}
                  disabled={!isEditor}
                  autoFocus={isEditor && index === 0}
                  placeholder={t(`settings.buyer.${name}Hint`)}
                  aria-invalid={isShown}
                  data-testid={`buyer-${name}`}
                  onChange={(event) => setDraft({ values: { ...values, [name]: event.target.value }, version })}
                />
                {isShown ? (
                  <span className="hint cut" role="alert" data-testid={`buyer-${name}-fault`}>
                    {text({ reason: fault.reason, details: {} })}
                  </span>
                ) : null}
              </label>
            );
          })}
          {isOvertaken ? (
            <Notice tone="warn" testId="buyer-overtaken">
              <span>{t('settings.overtaken', { name: stored.changes[0]?.changedByName ?? '' })}</span>
              <Button onClick={() => setDraft(null)}>{t('settings.takeTheirs')}</Button>
              <Button onClick={() => setDraft({ values, version: standing.version })}>{t('settings.keepMine')}</Button>
            </Notice>
          ) : save.error === null ? null : (
            <Notice tone="bad" testId="buyer-problem">
              {text(problemOf(save.error))}
            </Notice>
          )}
          {isEditor ? (
            <div className="dialog-foot">
              <Button onClick={() => setDraft(null)} disabled={draft === null} testId="buyer-reset">
                {t('settings.reset')}
              </Button>
              <Button
                type="submit"
                look="primary"
                keyName="Ctrl S"
                disabled={draft === null || save.isPending}
                testId="buyer-save"
              >
                {t('ui.save')}
              </Button>
            </div>
          ) : null}
        </form>
      </Section>
      <BuyerChanges changes={stored.changes} />
      <DeputySection />
      <Section title={t('room.handover')}>
        <p className="dim">{t('handover.settingsText')}</p>
        <Button onClick={() => navigate('handover')} testId="settings-handover">
          {t('handover.open')}
        </Button>
      </Section>
      {maySeeDevices(roles) ? (
        <Section title={t('room.devices')}>
          <p className="dim">{t('devices.settingsText')}</p>
          <Button onClick={() => navigate('devices')} testId="settings-devices">
            {t('devices.open')}
          </Button>
        </Section>
      ) : null}
      {isEditor ? (
        <Section title={t('room.forms')}>
          <p className="dim">{t('settings.formsText')}</p>
          <Button onClick={() => navigate('forms')} testId="settings-forms">
            {t('settings.openForms')}
          </Button>
        </Section>
      ) : null}
      {mayEditRules(roles) ? (
        <Section title={t('room.rules')}>
          <p className="dim">{t('settings.rulesText')}</p>
          <Button onClick={() => navigate('rules')} testId="settings-rules">
            {t('settings.openRules')}
          </Button>
        </Section>
      ) : null}
      {maySeeSamples(roles) ? (
        <Section title={t('room.sampling')}>
          <p className="dim">{t('sampling.settingsText')}</p>
          <Button onClick={() => navigate('sampling')} testId="settings-sampling">
            {t('sampling.open')}
          </Button>
        </Section>
      ) : null}
      {go === null ? null : (
        <LeaveDialog
          onStay={() => setGo(null)}
          onDrop={() => {
            setDraft(null);
            leave();
          }}
          onSave={faults.length === 0 && !isOvertaken ? () => submit(leave) : undefined}
          busy={save.isPending}
        />
      )}
    </>
  );
}
