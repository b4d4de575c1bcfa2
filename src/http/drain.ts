import type { App } from './app-deps.ts';

/**
 * Lets a stopping process go: what is answered from then on ends its connection. Node closes the connections that are idle at
 * that moment; one that was in work would stay open until its time is up, and the process with it.
 */
export function endConnectionsWhenClosing(app: App): void {
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    if (isClosing) void reply.header('connection', 'close');
  });
}
