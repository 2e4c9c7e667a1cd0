import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { docsPolicy } from './docs-policy';
import { buildDocument } from './document';
import { title } from './info';

/** Long paths are broken where a narrow screen ends. */
const STYLE = `
  .swagger-ui .info { margin: 24px 0 }
  .swagger-ui .opblock-summary-path { word-break: break-word }
`;

/** The API's description at /openapi.json and, to read and try, at /docs. Public, and complete without another host. */
export function serveDocs(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload === 'string' && /^\/docs(?:[/?]|$)/.test(request.url) && isHtml(reply.getHeader('content-type')))
      reply.header('content-security-policy', docsPolicy(payload));
    return Promise.resolve(payload);
  });
  SwaggerModule.setup('docs', app, () => buildDocument(app), {
    raw: ['json'],
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: title,
    customCss: STYLE,
    swaggerOptions: {
      // A key typed here is gone when the page is.
      persistAuthorization: false,
      validatorUrl: null,
      // Without the bar on top, whose logo brings inline styles.
      layout: 'BaseLayout',
      docExpansion: 'list',
      defaultModelsExpandDepth: 0,
      displayRequestDuration: true,
      showExtensions: false,
    },
  });
}

function isHtml(contentType: unknown): boolean {
  return typeof contentType === 'string' && contentType.startsWith('text/html');
}
