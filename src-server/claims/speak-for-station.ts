import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { contentHash, keepContent } from '../db/attachment-content.ts';
import { pictureTypeOf } from '../photos/picture-type.ts';
import type { ClaimRow } from './decision.repository.ts';
import { writeStationWord } from './station-word.ts';

/**
 * Enters what a station without a system of its own said: its answer, its appeal, or that it withdraws, with a picture of the
 * paper that proves it. Design §8 "on the station's behalf", decision 0341.
 */
export async function speakForStation(context: CommandContext, body: BodyOf<'station.word'>): Promise<CommandOutcome> {
  const { db, user, deviceId, commandId } = context;
  const claim = await db.selectFrom('claim').selectAll().where('id', '=', body.claimId).forUpdate().executeTakeFirst();
  if (claim === undefined) return { status: 'rejected', reason: 'claim-unknown', details: {} };
  const { no: claimNo } = claim;
  if (user.regionId !== null && user.regionId !== claim.regionId) {
    return { status: 'rejected', reason: 'claim-of-other-region', details: { claimNo } };
  }
  if (claim._v !== body.version) {
    const current = { status: claim.status, version: claim._v };
    return { status: 'conflict', reason: 'claim-changed', details: { claimNo, status: claim.status }, current };
  }
  const proofId = context.newId();
  const status = await writeStationWord(
    db,
    {
      ...{ claim, step: body.step, text: body.text.trim(), by: user, proofId, deviceId, commandId },
      first: () => keepProof(context, { claim, proofId, proof: body.proof }),
    },
    context,
  );
  return { status: 'applied', output: { claimId: claim.id, status } };
}

/**
 * The paper belongs to the word, not to the repair: one fax may speak of many claims, so no rule compares it as a photograph
 * of the claim.
 */
async function keepProof(
  { db, user, nowMs }: CommandContext,
  { claim, proofId, proof }: { claim: ClaimRow; proofId: string; proof: BodyOf<'station.word'>['proof'] },
): Promise<void> {
  const content = Buffer.from(proof.contentBase64, 'base64');
  const contentType = pictureTypeOf(content);
  if (contentType === null) throw new AppError('RULE_BROKEN', 'application-photo-no-picture', {});
  const fileSha256 = contentHash(content);
  await keepContent(db, { fileSha256, content, nowMs });
  await db
    .insertInto('attachment')
    .values({
      ...rowIdentity(proofId, claim._scope, claim.id),
      ...{ ownerType: 'CLAIM', ownerId: claim.id, claimId: null, vehicleId: null, kind: 'FORM' },
      ...{ fileName: proof.fileName, contentType, fileSha256, sizeBytes: content.length },
      ...{ uploadedAtMs: nowMs, uploadedBy: user.id },
    })
    .execute();
}
