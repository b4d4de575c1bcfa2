import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify from 'fastify';
import type { TSchema } from 'typebox';
import { useAccessTokens } from './access-token.ts';
import type { App, AppDeps } from './app-deps.ts';
import { assetRoutes } from './assets.ts';
import { openToAnyOrigin } from './cross-origin.ts';
import { endConnectionsWhenClosing } from './drain.ts';
import { answerNotFound, handleErrors } from './error-handler.ts';
import { takeRawBodies } from './media-type.ts';
import { watchMethods } from './method-not-allowed.ts';
import { describeApi, showApi } from './openapi.ts';
import { shedLoad } from './overload.ts';
import { limitRates } from './rate-limits.ts';
import { refuseAmbiguousRequests } from './request-guards.ts';
import { actRoutes } from './routes/acts.ts';
import { attestationRoutes } from './routes/attestations.ts';
import { auditRoutes } from './routes/audits.ts';
import { claimRoutes } from './routes/claims.ts';
import { compareRoutes } from './routes/compare.ts';
import { cosignatureRoutes } from './routes/cosignatures.ts';
import { credentialRoutes } from './routes/credentials.ts';
import { disputeRoutes } from './routes/disputes.ts';
import { documentRoutes } from './routes/documents.ts';
import { eventRoutes } from './routes/events.ts';
import { evidenceRoutes } from './routes/evidence.ts';
import { facetRoutes } from './routes/facets.ts';
import { inventoryRoutes } from './routes/inventories.ts';
import { keyRoutes } from './routes/keys.ts';
import { logRoutes } from './routes/log.ts';
import { lookupRoutes } from './routes/lookup.ts';
import { organisationRoutes } from './routes/organisation.ts';
import { organisationsRoutes } from './routes/organisations.ts';
import { pageRoutes } from './routes/pages.ts';
import { partyRoutes } from './routes/parties.ts';
import { pictureRoutes } from './routes/pictures.ts';
import { rawAttestationRoutes } from './routes/raw-attestations.ts';
import { receiptRoutes } from './routes/receipts.ts';
import { rfpRoutes } from './routes/rfp.ts';
import { rfpPage } from './routes/rfp-page.ts';
import { scoreRoutes } from './routes/score.ts';
import { serviceRoutes } from './routes/service.ts';
import { snapshotRoutes } from './routes/snapshots.ts';
import { statisticsRoutes } from './routes/statistics.ts';
import { telemetryRoutes } from './routes/telemetry.ts';
import { tokenRoutes } from './routes/token.ts';
import { verifyRoutes } from './routes/verify.ts';
import { workloadRoutes } from './routes/workloads.ts';
import { setSecurityHeaders } from './security-headers.ts';
import { serverOptions } from './server-options.ts';
import { compilePart } from './validators.ts';

/** The HTTP application, composed and ready, not listening. It translates; everything it says comes from the use cases. */
export async function createApp(deps: AppDeps): Promise<App> {
  const app = Fastify(serverOptions(deps)).withTypeProvider<TypeBoxTypeProvider>();
  handleErrors(app, deps.config);
  app.setValidatorCompiler<TSchema>(compilePart);
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  takeRawBodies(app);
  app.addHook('onRequest', setSecurityHeaders);
  app.addHook('onRequest', refuseAmbiguousRequests);
  endConnectionsWhenClosing(app);
  const refuseOtherMethods = watchMethods(app);
  await addPlugins(app, deps);
  addRoutes(app, deps);
  refuseOtherMethods();
  await showApi(app);
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, answerNotFound);
  await app.ready();
  // RFC 9110 section 10.1.1 lets a server ignore expectations it does not know; Node's own 417 would have no problem document.
  app.server.on('checkExpectation', app.routing);
  return app;
}

async function addPlugins(app: App, deps: AppDeps): Promise<void> {
  await describeApi(app);
  await shedLoad(app);
  await openToAnyOrigin(app);
  await limitRates(app, deps.config.mode);
  await useAccessTokens(app, deps);
}

function addRoutes(app: App, deps: AppDeps): void {
  partyRoutes(app, deps);
  workloadRoutes(app, deps);
  inventoryRoutes(app, deps);
  attestationRoutes(app, deps);
  auditRoutes(app, deps);
  actRoutes(app, deps);
  scoreRoutes(app, deps);
  tokenRoutes(app, deps);
  rawAttestationRoutes(app, deps);
  organisationsRoutes(app, deps);
  organisationRoutes(app, deps);
  facetRoutes(app, deps);
  statisticsRoutes(app, deps);
  lookupRoutes(app, deps);
  claimRoutes(app, deps);
  compareRoutes(app, deps);
  rfpRoutes(app, deps);
  rfpPage(app, deps);
  disputeRoutes(app, deps);
  documentRoutes(app, deps);
  credentialRoutes(app, deps);
  evidenceRoutes(app, deps);
  verifyRoutes(app, deps);
  logRoutes(app, deps);
  eventRoutes(app, deps);
  receiptRoutes(app, deps);
  cosignatureRoutes(app, deps);
  snapshotRoutes(app, deps);
  telemetryRoutes(app, deps);
  pictureRoutes(app, deps);
  keyRoutes(app, deps);
  serviceRoutes(app, deps);
  pageRoutes(app, deps);
  assetRoutes(app);
}
