import type { FormKey, FormTemplate } from '../form-template.ts';
import { APPRAISAL_FORM } from './appraisal.ts';
import { COUNT_LIST_FORM } from './count-list.ts';
import { COUNT_SHEET_FORM } from './count-sheet.ts';
import { DISPATCH_FORM } from './dispatch.ts';
import { FIELD_SERVICE_FORM } from './field-service.ts';
import { FOLLOW_UP_FORM } from './follow-up.ts';
import { INVOICE_NOTICE_FORM } from './invoice-notice.ts';
import { OLD_PART_LABEL } from './old-part-label.ts';
import { STATEMENT_FORM } from './statement.ts';
import { WORK_ORDER_FORM } from './work-order.ts';

/** The forms a company begins with; one it has changed in the designer takes the place of its namesake. */
export const FIRST_FORMS: Readonly<Record<FormKey, FormTemplate>> = {
  workOrder: WORK_ORDER_FORM,
  dispatch: DISPATCH_FORM,
  appraisal: APPRAISAL_FORM,
  fieldService: FIELD_SERVICE_FORM,
  oldPartLabel: OLD_PART_LABEL,
  statement: STATEMENT_FORM,
  invoiceNotice: INVOICE_NOTICE_FORM,
  followUp: FOLLOW_UP_FORM,
  countSheet: COUNT_SHEET_FORM,
  countList: COUNT_LIST_FORM,
};
