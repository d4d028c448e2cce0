/** Templates over HTTP: read, check, save with versions, preview with a real order, and any text held against the brand's voice. */
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { lintVoice } from "../../answer/voice/lint.ts";
import { requireStorable } from "../../channels/inbound-text.ts";
import { languageCode } from "../../domain/desk-rules.ts";
import { AppError } from "../../domain/errors.ts";
import { fileProblem, template, templateChannel, templateItem, templatePreview, voiceReport, wireProblem } from "../../domain/wire.ts";
import type { Library } from "../../library/library.ts";
import { previewTemplate, type Preview, type PreviewRequest } from "../../library/preview.ts";
import type { FactSources } from "../../workflow/step.ts";
import { actorOf } from "../auth/permissions.ts";

const byId = z.object({ id: z.string().max(120) });
const source = z.string().max(100_000);
const tags = ["Templates"];

/** A connection that carries replies. `channel`: its kind, as voice.yaml names it; `isLetter`: what is sent there begins and ends as letters do. */
export type ReplyWay = { connectionId: string; channel: string; title: string; isLetter: boolean };
export type TemplateRouteParts = { library: Library; sources(): FactSources; ways(): ReplyWay[]; now(): Date };

export function templateRoutes({ library, sources, ways, now }: TemplateRouteParts): FastifyPluginAsyncZod {
  const preview = (request: PreviewRequest) =>
    previewTemplate(request, { templates: library.templates, all: library.allTemplates, sources, now });
  return async (app) => {
    app.get(
      "/api/v1/templates",
      {
        schema: {
          summary: "Templates, with the languages they are written in",
          tags,
          response: { 200: z.object({ items: z.array(templateItem), channels: z.array(templateChannel) }) },
        },
      },
      async (request) => {
        await request.allow("workflow.read");
        return { items: await library.listTemplates(), channels: channelsOf(ways()) };
      },
    );
    app.get(
      "/api/v1/templates/:id",
      { schema: { summary: "A template as it was written, with its versions", tags, params: byId, response: { 200: template } } },
      async (request) => {
        await request.allow("workflow.read");
        return { id: request.params.id, ...present(await library.getTemplate(request.params.id)) };
      },
    );
    app.get(
      "/api/v1/templates/:id/versions/:version",
      {
        schema: {
          summary: "An earlier text of a template",
          tags,
          params: byId.extend({ version: z.string().regex(/^[0-9a-f]{12}$/) }),
          response: { 200: z.object({ source: z.string() }) },
        },
      },
      async (request) => {
        await request.allow("workflow.read");
        return { source: present(await library.templateSource(request.params.id, request.params.version)) };
      },
    );
    app.put(
      "/api/v1/templates/:id",
      {
        schema: {
          summary: "Save a text of a template",
          description:
            "`id` is its file's name without the ending: order-on-its-way.de, or order-on-its-way.de.casual for one tone. Every text is kept as a version. " +
            "The answer names every mistake with its line, also of workflows that could not do with it; nothing is changed then. With `check` it is only looked at.",
          tags,
          params: byId,
          body: z.strictObject({ source, check: z.boolean().default(false) }),
          response: { 200: z.object({ problems: z.array(fileProblem) }) },
        },
      },
      async (request) => {
        const by = actorOf(await request.allow("workflow.write"));
        const { id } = request.params;
        requireStorable("source", request.body.source);
        const problems = library.checkTemplate(id, request.body.source);
        if (!request.body.check && problems.length === 0) await library.saveTemplate(id, request.body.source, by);
        return { problems: problems.map(wireProblem) };
      },
    );
    app.post(
      "/api/v1/templates/preview",
      {
        schema: {
          summary: "What customers would get: a template with a real order, in each of its languages",
          tags,
          body: z.strictObject({
            name: z.string().max(80),
            order_number: z.string().min(1).max(40).optional(),
            channel: z.string().max(40).optional(),
            unsaved: z.strictObject({ id: z.string().max(120), source }).optional(),
          }),
          response: { 200: templatePreview },
        },
      },
      async (request) => {
        await request.allow("workflow.read");
        const { order_number: orderNumber, ...rest } = request.body;
        return wirePreview(await preview({ ...rest, orderNumber: orderNumber?.replace(/^#/, "") }));
      },
    );
    app.post(
      "/api/v1/voice/check",
      {
        schema: {
          summary: "How well a text keeps to the brand's voice, and why",
          description:
            "`connection_id` instead of `channel` and `is_letter`: where it will be sent. What the desk adds when it is sent, like a footer, is not missed then.",
          tags,
          body: z.strictObject({
            text: z.string().max(20_000),
            language: languageCode.default("en"),
            channel: z.string().max(40).optional(),
            is_letter: z.boolean().default(false),
            connection_id: z.string().max(120).optional(),
          }),
          response: { 200: voiceReport },
        },
      },
      async (request) => {
        await request.allow("conversation.read");
        const { text, language, channel, is_letter: isLetter, connection_id: connectionId } = request.body;
        const way = ways().find((one) => one.connectionId === connectionId);
        const options = way ? { channel: way.channel, isLetter: way.isLetter, isFooterAdded: true } : { channel, isLetter };
        return lintVoice(text, library.templates().voice, { language, ...options });
      },
    );
  };
}

function channelsOf(ways: readonly ReplyWay[]): z.infer<typeof templateChannel>[] {
  return [...new Map(ways.map(({ channel, title }) => [channel, { id: channel, title }])).values()];
}

function present<T>(found: T | null): T {
  if (found === null) throw new AppError("not_found", "There is no such template.");
  return found;
}

function wirePreview({ order, problems, texts }: Preview): z.infer<typeof templatePreview> {
  return {
    order,
    problems: problems.map(wireProblem),
    texts: texts.map(({ id, language, reply, problem, isFactMissing, voice }) => ({
      id,
      language,
      text: reply?.text ?? null,
      evidence: reply?.evidence ?? [],
      unsourced: reply?.unsourced ?? [],
      problem,
      is_fact_missing: isFactMissing,
      voice,
    })),
  };
}
