import { implement } from '@orpc/server';
import { contract } from '../src-shared/contract/index.ts';
import { toOrpcError } from './app-error-mapper.ts';
import type { Logger } from './app-services.ts';
import type { Call, RoomHandlers } from './handlers.ts';

export type AppHandlers = { [Room in keyof typeof contract]: RoomHandlers<Room> };

interface HandlerCall<Input> {
  input: Input;
  signal?: AbortSignal | undefined;
}

/** Joins the handlers of all rooms into the one router that every transport serves; a missing handler does not compile. */
export function createRouter(handlers: AppHandlers, logger: Logger, newId: () => string) {
  const base = implement(contract).use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw toOrpcError(error, logger, newId);
    }
  });
  const plain =
    <Input, Output>(handler: (input: Input, call: Call) => Output) =>
    ({ input, signal }: HandlerCall<Input>): Output =>
      handler(input, { signal });
  const { session, sync, jobs, claims, settlement, counts, parts, exchange, views, print, settings, rules } = handlers;
  const { reconciliation, logistics } = handlers;
  return base.router({
    session: {
      state: base.session.state.handler(plain(session.state)),
      signIn: base.session.signIn.handler(plain(session.signIn)),
      signInDemo: base.session.signInDemo.handler(plain(session.signInDemo)),
      signOut: base.session.signOut.handler(plain(session.signOut)),
      setLocale: base.session.setLocale.handler(plain(session.setLocale)),
    },
    sync: {
      state: base.sync.state.handler(plain(sync.state)),
      watch: base.sync.watch.handler(plain(sync.watch)),
      attention: base.sync.attention.handler(plain(sync.attention)),
      resolve: base.sync.resolve.handler(plain(sync.resolve)),
      now: base.sync.now.handler(plain(sync.now)),
      nudge: base.sync.nudge.handler(plain(sync.nudge)),
      outbox: base.sync.outbox.handler(plain(sync.outbox)),
      checkData: base.sync.checkData.handler(plain(sync.checkData)),
      rebuild: base.sync.rebuild.handler(plain(sync.rebuild)),
    },
    jobs: {
      list: base.jobs.list.handler(plain(jobs.list)),
      cancel: base.jobs.cancel.handler(plain(jobs.cancel)),
      openFile: base.jobs.openFile.handler(plain(jobs.openFile)),
      showInFolder: base.jobs.showInFolder.handler(plain(jobs.showInFolder)),
    },
    claims: {
      page: base.claims.page.handler(plain(claims.page)),
      order: base.claims.order.handler(plain(claims.order)),
      totals: base.claims.totals.handler(plain(claims.totals)),
      queues: base.claims.queues.handler(plain(claims.queues)),
      groupTotals: base.claims.groupTotals.handler(plain(claims.groupTotals)),
      distinct: base.claims.distinct.handler(plain(claims.distinct)),
      find: base.claims.find.handler(plain(claims.find)),
      detail: base.claims.detail.handler(plain(claims.detail)),
      evidence: base.claims.evidence.handler(plain(claims.evidence)),
      paper: base.claims.paper.handler(plain(claims.paper)),
      picture: base.claims.picture.handler(plain(claims.picture)),
      presence: base.claims.presence.handler(plain(claims.presence)),
      receivers: base.claims.receivers.handler(plain(claims.receivers)),
      reasonCodes: base.claims.reasonCodes.handler(plain(claims.reasonCodes)),
      groups: base.claims.groups.handler(plain(claims.groups)),
      figures: base.claims.figures.handler(plain(claims.figures)),
      dryRun: base.claims.dryRun.handler(plain(claims.dryRun)),
      selectionTotal: base.claims.selectionTotal.handler(plain(claims.selectionTotal)),
      decide: base.claims.decide.handler(plain(claims.decide)),
      decideMany: base.claims.decideMany.handler(plain(claims.decideMany)),
      batch: base.claims.batch.handler(plain(claims.batch)),
      undo: base.claims.undo.handler(plain(claims.undo)),
      undoBatch: base.claims.undoBatch.handler(plain(claims.undoBatch)),
    },
    settlement: {
      previewRun: base.settlement.previewRun.handler(plain(settlement.previewRun)),
      run: base.settlement.run.handler(plain(settlement.run)),
      runs: base.settlement.runs.handler(plain(settlement.runs)),
      statements: base.settlement.statements.handler(plain(settlement.statements)),
      statementOrder: base.settlement.statementOrder.handler(plain(settlement.statementOrder)),
      statement: base.settlement.statement.handler(plain(settlement.statement)),
      advance: base.settlement.advance.handler(plain(settlement.advance)),
      attachClaim: base.settlement.attachClaim.handler(plain(settlement.attachClaim)),
      addInvoice: base.settlement.addInvoice.handler(plain(settlement.addInvoice)),
      addPayment: base.settlement.addPayment.handler(plain(settlement.addPayment)),
      detachClaim: base.settlement.detachClaim.handler(plain(settlement.detachClaim)),
    },
    reconciliation: {
      runs: base.reconciliation.runs.handler(plain(reconciliation.runs)),
      runOrder: base.reconciliation.runOrder.handler(plain(reconciliation.runOrder)),
      run: base.reconciliation.run.handler(plain(reconciliation.run)),
      items: base.reconciliation.items.handler(plain(reconciliation.items)),
      itemOrder: base.reconciliation.itemOrder.handler(plain(reconciliation.itemOrder)),
      item: base.reconciliation.item.handler(plain(reconciliation.item)),
      options: base.reconciliation.options.handler(plain(reconciliation.options)),
      start: base.reconciliation.start.handler(plain(reconciliation.start)),
      step: base.reconciliation.step.handler(plain(reconciliation.step)),
      assign: base.reconciliation.assign.handler(plain(reconciliation.assign)),
      accept: base.reconciliation.accept.handler(plain(reconciliation.accept)),
    },
    logistics: {
      applications: base.logistics.applications.handler(plain(logistics.applications)),
      applicationOrder: base.logistics.applicationOrder.handler(plain(logistics.applicationOrder)),
      application: base.logistics.application.handler(plain(logistics.application)),
      options: base.logistics.options.handler(plain(logistics.options)),
      lookup: base.logistics.lookup.handler(plain(logistics.lookup)),
      save: base.logistics.save.handler(plain(logistics.save)),
      step: base.logistics.step.handler(plain(logistics.step)),
      complete: base.logistics.complete.handler(plain(logistics.complete)),
      addPhoto: base.logistics.addPhoto.handler(plain(logistics.addPhoto)),
      orders: base.logistics.orders.handler(plain(logistics.orders)),
      orderOrder: base.logistics.orderOrder.handler(plain(logistics.orderOrder)),
      order: base.logistics.order.handler(plain(logistics.order)),
      orderOptions: base.logistics.orderOptions.handler(plain(logistics.orderOptions)),
      saveOrder: base.logistics.saveOrder.handler(plain(logistics.saveOrder)),
      stepOrder: base.logistics.stepOrder.handler(plain(logistics.stepOrder)),
      receipts: base.logistics.receipts.handler(plain(logistics.receipts)),
      receiptOrder: base.logistics.receiptOrder.handler(plain(logistics.receiptOrder)),
      receiptOptions: base.logistics.receiptOptions.handler(plain(logistics.receiptOptions)),
      purchaseDocument: base.logistics.purchaseDocument.handler(plain(logistics.purchaseDocument)),
      receivePurchase: base.logistics.receivePurchase.handler(plain(logistics.receivePurchase)),
      damages: base.logistics.damages.handler(plain(logistics.damages)),
      damageOrder: base.logistics.damageOrder.handler(plain(logistics.damageOrder)),
      damage: base.logistics.damage.handler(plain(logistics.damage)),
      stepDamage: base.logistics.stepDamage.handler(plain(logistics.stepDamage)),
      addDamagePhoto: base.logistics.addDamagePhoto.handler(plain(logistics.addDamagePhoto)),
      limits: base.logistics.limits.handler(plain(logistics.limits)),
      limitOrder: base.logistics.limitOrder.handler(plain(logistics.limitOrder)),
      limit: base.logistics.limit.handler(plain(logistics.limit)),
      requestLimit: base.logistics.requestLimit.handler(plain(logistics.requestLimit)),
      decideLimit: base.logistics.decideLimit.handler(plain(logistics.decideLimit)),
      changeLimit: base.logistics.changeLimit.handler(plain(logistics.changeLimit)),
    },
    counts: {
      sheets: base.counts.sheets.handler(plain(counts.sheets)),
      sheetOrder: base.counts.sheetOrder.handler(plain(counts.sheetOrder)),
      sheet: base.counts.sheet.handler(plain(counts.sheet)),
      timeline: base.counts.timeline.handler(plain(counts.timeline)),
      lookup: base.counts.lookup.handler(plain(counts.lookup)),
      found: base.counts.found.handler(plain(counts.found)),
      entries: base.counts.entries.handler(plain(counts.entries)),
      options: base.counts.options.handler(plain(counts.options)),
      plan: base.counts.plan.handler(plain(counts.plan)),
      periods: base.counts.periods.handler(plain(counts.periods)),
      period: base.counts.period.handler(plain(counts.period)),
      closePeriod: base.counts.closePeriod.handler(plain(counts.closePeriod)),
      reopenPeriod: base.counts.reopenPeriod.handler(plain(counts.reopenPeriod)),
      enter: base.counts.enter.handler(plain(counts.enter)),
      step: base.counts.step.handler(plain(counts.step)),
      explain: base.counts.explain.handler(plain(counts.explain)),
    },
    parts: {
      balances: base.parts.balances.handler(plain(parts.balances)),
      balanceOrder: base.parts.balanceOrder.handler(plain(parts.balanceOrder)),
      balance: base.parts.balance.handler(plain(parts.balance)),
      movements: base.parts.movements.handler(plain(parts.movements)),
      movementOrder: base.parts.movementOrder.handler(plain(parts.movementOrder)),
      report: base.parts.report.handler(plain(parts.report)),
      reportOptions: base.parts.reportOptions.handler(plain(parts.reportOptions)),
      planning: base.parts.planning.handler(plain(parts.planning)),
      planningOrder: base.parts.planningOrder.handler(plain(parts.planningOrder)),
      planningOptions: base.parts.planningOptions.handler(plain(parts.planningOptions)),
      computePlanning: base.parts.computePlanning.handler(plain(parts.computePlanning)),
      adoptPlanning: base.parts.adoptPlanning.handler(plain(parts.adoptPlanning)),
    },
    exchange: {
      kinds: base.exchange.kinds.handler(plain(exchange.kinds)),
      upload: base.exchange.upload.handler(plain(exchange.upload)),
      inspect: base.exchange.inspect.handler(plain(exchange.inspect)),
      preview: base.exchange.preview.handler(plain(exchange.preview)),
      resume: base.exchange.resume.handler(plain(exchange.resume)),
      commit: base.exchange.commit.handler(plain(exchange.commit)),
      importState: base.exchange.importState.handler(plain(exchange.importState)),
      importIssues: base.exchange.importIssues.handler(plain(exchange.importIssues)),
      imports: base.exchange.imports.handler(plain(exchange.imports)),
      export: base.exchange.export.handler(plain(exchange.export)),
    },
    views: {
      recall: base.views.recall.handler(plain(views.recall)),
      remember: base.views.remember.handler(plain(views.remember)),
      schemes: base.views.schemes.handler(plain(views.schemes)),
      saveScheme: base.views.saveScheme.handler(plain(views.saveScheme)),
      deleteScheme: base.views.deleteScheme.handler(plain(views.deleteScheme)),
    },
    print: {
      forms: base.print.forms.handler(plain(print.forms)),
      printers: base.print.printers.handler(plain(print.printers)),
      preview: base.print.preview.handler(plain(print.preview)),
      pdf: base.print.pdf.handler(plain(print.pdf)),
      begin: base.print.begin.handler(plain(print.begin)),
      send: base.print.send.handler(plain(print.send)),
      confirm: base.print.confirm.handler(plain(print.confirm)),
      abandon: base.print.abandon.handler(plain(print.abandon)),
      batch: base.print.batch.handler(plain(print.batch)),
      batches: base.print.batches.handler(plain(print.batches)),
      history: base.print.history.handler(plain(print.history)),
      setting: base.print.setting.handler(plain(print.setting)),
      saveSetting: base.print.saveSetting.handler(plain(print.saveSetting)),
      crossPage: base.print.crossPage.handler(plain(print.crossPage)),
      calibrate: base.print.calibrate.handler(plain(print.calibrate)),
      template: base.print.template.handler(plain(print.template)),
      saveTemplate: base.print.saveTemplate.handler(plain(print.saveTemplate)),
      saveScan: base.print.saveScan.handler(plain(print.saveScan)),
      samples: base.print.samples.handler(plain(print.samples)),
      sample: base.print.sample.handler(plain(print.sample)),
      tryTemplate: base.print.tryTemplate.handler(plain(print.tryTemplate)),
      versions: base.print.versions.handler(plain(print.versions)),
    },
    settings: {
      invoiceBuyer: base.settings.invoiceBuyer.handler(plain(settings.invoiceBuyer)),
      handoverPeople: base.settings.handoverPeople.handler(plain(settings.handoverPeople)),
      handoverPreview: base.settings.handoverPreview.handler(plain(settings.handoverPreview)),
      handOver: base.settings.handOver.handler(plain(settings.handOver)),
      handovers: base.settings.handovers.handler(plain(settings.handovers)),
      handoverItems: base.settings.handoverItems.handler(plain(settings.handoverItems)),
      deputies: base.settings.deputies.handler(plain(settings.deputies)),
      nameDeputy: base.settings.nameDeputy.handler(plain(settings.nameDeputy)),
      endDeputy: base.settings.endDeputy.handler(plain(settings.endDeputy)),
      saveInvoiceBuyer: base.settings.saveInvoiceBuyer.handler(plain(settings.saveInvoiceBuyer)),
    },
    rules: {
      workshop: base.rules.workshop.handler(plain(rules.workshop)),
      records: base.rules.records.handler(plain(rules.records)),
      saveDraft: base.rules.saveDraft.handler(plain(rules.saveDraft)),
      dropDraft: base.rules.dropDraft.handler(plain(rules.dropDraft)),
      publish: base.rules.publish.handler(plain(rules.publish)),
      compare: base.rules.compare.handler(plain(rules.compare)),
      comparison: base.rules.comparison.handler(plain(rules.comparison)),
      changes: base.rules.changes.handler(plain(rules.changes)),
      tryOn: base.rules.tryOn.handler(plain(rules.tryOn)),
    },
  });
}

export type AppRouter = ReturnType<typeof createRouter>;
