import type { OrderWork } from '../service/order-work.ts';
import type { Hit, LineDetail } from './evaluation-types.ts';

/** A line as a station states it; null = not stated. Money in fen, hours in hundredths, quantities in thousandths. */
export interface ClaimLineDraft {
  costType: string;
  opId: string | null;
  partId: string | null;
  itemCode: string | null;
  description: string;
  qtyMilli: number | null;
  hoursCenti: number | null;
  km: number | null;
  unitFen: number | null;
  claimedFen: number | null;
  supplyMode: string | null;
  technician: string | null;
  detail: LineDetail;
  componentGroupId: string | null;
  /** The operation the claim is about, or the part that failed, where the station says so. */
  isMain?: boolean;
  isCausal?: boolean;
  /** Standard hours of the operation, or list price of a piece of the part; absent = it is not one of ours. */
  stdHoursCenti?: number;
  listPriceFen?: number;
}

/** A claim of a station, an own workshop or a field engineer as it comes in by a file or by the intake. */
export interface ClaimDraft {
  /** Empty for a claim of an engineer. */
  stationId: string;
  /** The engineer who claims; absent for a station's claim. */
  engineer?: { id: string; empNo: string; name: string; regionId: string };
  stationRef: string | null;
  /** A work order already stored; null makes one with the claim. */
  workOrderId: string | null;
  vehicle: { id: string; vin: string; plateNo: string | null; productLine: string; modelId: string } | null;
  vinText: string;
  plateNo: string | null;
  productLine: string;
  modelName: string | null;
  type: string;
  failureDate: string;
  repairFinishDate: string;
  repairStartAtMs: number | null;
  repairFinishAtMs: number | null;
  submittedAtMs: number;
  submittedDate: string;
  mileageKm: number | null;
  complaintCode: string | null;
  causeCode: string | null;
  actionCode: string | null;
  complaintText: string | null;
  responsibility: string;
  preauthId?: string | null;
  campaignId?: string | null;
  /** The work order to be made with the claim, where more is told of it than the claim says. */
  order?: { place: 'SHOP' | 'FIELD'; work: OrderWork } | undefined;
  createdBy: string | null;
  lines: readonly ClaimLineDraft[];
}

/** `refused` = a rule of class "entry" stops the submission; nothing of the claim was stored. */
export type SubmitResult =
  | { outcome: 'submitted'; claimId: string; claimNo: string; status: string; payableFen: number }
  | { outcome: 'refused'; hits: Hit[] };
