import type {
  AnyContractProcedure,
  AsyncIteratorClass,
  InferContractRouterInputs,
  InferContractRouterOutputs,
} from '@orpc/contract';
import type { contract } from '../src-shared/contract/index.ts';

export interface Call {
  /** Aborted when the screen has lost interest. */
  signal: AbortSignal | undefined;
}

type Inputs = InferContractRouterInputs<typeof contract>;
type Outputs = InferContractRouterOutputs<typeof contract>;

/** The plain functions a room supplies for its part of the contract; the router adds transport, checking and errors. */
export type RoomHandlers<Room extends keyof typeof contract> = {
  [Name in keyof (typeof contract)[Room]]: (typeof contract)[Room][Name] extends AnyContractProcedure
    ? Handler<Room, Name>
    : never;
};

type Handler<Room extends keyof typeof contract, Name> = Name extends keyof Inputs[Room] & keyof Outputs[Room]
  ? (input: ParsedInput<Room, Name>, call: Call) => Promise<Given<Outputs[Room][Name]>> | Given<Outputs[Room][Name]>
  : never;

/** A handler may give any async iterator where the caller gets oRPC's own. */
type Given<Output> =
  Output extends AsyncIteratorClass<infer Item, unknown, void> ? AsyncIteratorObject<Item, unknown, void> : Output;

/** What the handler sees: the input after parsing. No schema of the contract changes the type while parsing. */
type ParsedInput<Room extends keyof Inputs, Name extends keyof Inputs[Room]> = Inputs[Room][Name];
