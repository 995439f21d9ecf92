import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CancelledNotificationSchema,
  isJSONRPCErrorResponse,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';

export interface AnsweringTransport extends Transport {
  /** Resolves when every request that came in was answered or cancelled. */
  answered(): Promise<void>;
}

/** A transport that knows which requests wait for their answer: whoever closes it early would take them from the client. */
export function createAnsweringTransport(inner: Transport): AnsweringTransport {
  const open = new Set<RequestId>();
  const waiting: (() => void)[] = [];

  function close(id: RequestId | undefined): void {
    if (id !== undefined) open.delete(id);
    if (open.size === 0) for (const resolve of waiting.splice(0)) resolve();
  }

  const outer: AnsweringTransport = {
    start() {
      inner.onclose = () => outer.onclose?.();
      inner.onerror = (error) => outer.onerror?.(error);
      inner.onmessage = (message, extra) => {
        if (isJSONRPCRequest(message)) open.add(message.id);
        outer.onmessage?.(message, extra);
        close(cancelledBy(message));
      };
      return inner.start();
    },
    async send(message, options) {
      await inner.send(message, options);
      if (isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)) close(message.id);
    },
    close: () => inner.close(),
    answered: () => (open.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
  return outer;
}

/** Nothing is answered to what was cancelled. */
function cancelledBy(message: JSONRPCMessage): RequestId | undefined {
  const cancelled = CancelledNotificationSchema.safeParse(message);
  return cancelled.success ? cancelled.data.params.requestId : undefined;
}
