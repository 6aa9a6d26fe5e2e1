import type { DemoCompany } from '../facts/company.ts';
import type { DemoFacts } from '../facts/demo-facts.ts';
import { decideAll } from './decide.ts';
import { evaluateAll } from './evaluate.ts';
import { addOldParts } from './old-parts.ts';
import { addSupplierClaims } from './recover.ts';
import { settleAll } from './settle.ts';

/** What the product's own rules and people made of the submitted claims in twelve months, up to this morning. */
export function addHistory({ facts, masters, unread }: DemoCompany): void {
  const linesByClaim = Map.groupBy(facts.rows('claimLine'), (line) => line.claimId);
  evaluateAll(facts, linesByClaim, unread);
  decideAll(facts, masters.users, linesByClaim);
  settleAll(facts, masters.users);
  addOldParts(facts, linesByClaim);
  addSupplierClaims(facts, linesByClaim);
  finishVehicles(facts);
}

/** The last odometer reading of each vehicle, and the lock of its in-service date once a claim of it was posted. */
function finishVehicles(facts: DemoFacts): void {
  const vehicles = new Map(facts.rows('vehicle').map((vehicle) => [vehicle.id, vehicle]));
  for (const reading of facts.rows('mileageReading')) {
    const vehicle = vehicles.get(reading.vehicleId);
    if (vehicle === undefined || (vehicle.lastMileageAtMs ?? 0) >= reading.readAtMs) continue;
    Object.assign(vehicle, { lastMileageKm: reading.readingKm, lastMileageAtMs: reading.readAtMs });
  }
  for (const claim of facts.rows('claim')) {
    const vehicle = vehicles.get(claim.vehicleId ?? '');
    if (vehicle !== undefined && (claim.status === 'POSTED' || claim.status === 'PAID')) vehicle.inServiceLocked = 1;
  }
}
