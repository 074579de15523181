// @ts-check
/**
 * What happens in a session, as the lines Claude Code records of it.
 *
 * @import { Call, Reply, Session, UserTurn } from './script.mjs'
 * @import { ToolResult } from './tools.mjs'
 */
import { PROJECT_FOLDER } from './project-files.mjs';

const STARTED_AT = '2026-11-20T09:00:00.000Z';
const CHARACTERS_PER_TOKEN = 4;
/** Scripted thinking time: until a reply begins, then for each character of it. */
const REPLY_DELAY_MS = 2_500;
const CHARACTER_MS = 15;

/**
 * A session file in the making. Ids are counted, so that two recordings can be compared.
 *
 * @typedef {{
 *   session: Session, lines: object[], clockMs: number, askedAtMs: number,
 *   parentUuid: string | null, uuids: number, replies: number, steps: number,
 *   contextCharacters: number, seenTokens: number,
 * }} Transcript
 */

/** @param {Session} session @returns {Transcript} */
export function createTranscript(session) {
  const clockMs = Date.parse(STARTED_AT);
  const sessionId = sessionIdOf(session);
  return {
    session,
    lines: [{ type: 'permission-mode', permissionMode: 'acceptEdits', sessionId }],
    clockMs,
    askedAtMs: clockMs,
    parentUuid: null,
    uuids: 0,
    replies: 0,
    steps: 0,
    contextCharacters: 0,
    seenTokens: 0,
  };
}

/** @param {Transcript} transcript @param {UserTurn} turn */
export function addUser(transcript, turn) {
  transcript.clockMs += turn.afterMs ?? 0;
  transcript.askedAtMs = transcript.clockMs;
  transcript.contextCharacters += turn.user.length;
  const messageId = uuidOf(transcript.uuids + 1);
  const timestamp = timeOf(transcript);
  transcript.lines.push({
    type: 'file-history-snapshot',
    messageId,
    snapshot: { messageId, trackedFileBackups: {}, timestamp },
    isSnapshotUpdate: false,
  });
  addChained(transcript, { type: 'user', message: { role: 'user', content: turn.user } });
}

/**
 * One reply: a line for each block, all under one message id and with the same usage, then a line
 * for each result. Results are chained to their call, so parallel calls branch as they really do.
 *
 * @param {Transcript} transcript @param {Reply} reply @param {(call: Call) => ToolResult} execute
 */
export function addReply(transcript, reply, execute) {
  /** @type {{ id: string, call: Call, uuid?: string }[]} */
  const calls = [];
  const blocks = reply.map((part) => {
    if (typeof part === 'string') return { type: 'text', text: part };
    if ('thinking' in part) return { type: 'thinking', thinking: part.thinking, signature: '' };
    const id = nextStepId(transcript);
    calls.push({ id, call: part });
    return { type: 'tool_use', id, name: part.name, input: part.input };
  });
  const number = (transcript.replies += 1);
  const usage = takeUsage(transcript, blocks);
  const stopReason = calls.length > 0 ? 'tool_use' : 'end_turn';

  transcript.clockMs += REPLY_DELAY_MS;
  for (const [index, block] of blocks.entries()) {
    transcript.clockMs += charactersOf(block) * CHARACTER_MS;
    const uuid = addChained(transcript, {
      type: 'assistant',
      message: {
        id: `msg_${transcript.session.name}_${number}`,
        type: 'message',
        role: 'assistant',
        model: 'scripted-agent',
        content: [block],
        stop_reason: index === blocks.length - 1 ? stopReason : null,
        stop_sequence: null,
        usage,
      },
      requestId: `req_${transcript.session.name}_${number}`,
    });
    const call = calls.find(({ id }) => id === block.id);
    if (call) call.uuid = uuid;
  }
  for (const { id, call, uuid } of calls) {
    addResult(transcript, id, uuid ?? null, execute(call));
  }
  if (stopReason === 'end_turn') {
    const durationMs = Math.round(transcript.clockMs - transcript.askedAtMs);
    addChained(transcript, { type: 'system', subtype: 'turn_duration', durationMs, isMeta: false });
  }
}

/**
 * Ends the session: its summary line.
 *
 * @param {Transcript} transcript
 */
export function addSummary(transcript) {
  const { lines, session, parentUuid } = transcript;
  lines.push({ type: 'summary', summary: session.summary, leafUuid: parentUuid });
}

/**
 * @param {Transcript} transcript @param {string} id @param {string | null} callUuid
 * @param {ToolResult} result
 */
function addResult(transcript, id, callUuid, result) {
  transcript.clockMs += result.elapsedMs;
  transcript.contextCharacters += result.content.length;
  transcript.parentUuid = callUuid;
  const flag = result.isError === undefined ? {} : { is_error: result.isError };
  const block = { type: 'tool_result', tool_use_id: id, content: result.content, ...flag };
  addChained(transcript, {
    type: 'user',
    message: { role: 'user', content: [block] },
    toolUseResult: result.detail,
    sourceToolAssistantUUID: callUuid,
  });
}

/**
 * Not a model's count but text length: all that was said and printed so far goes in, and what the
 * reply before had already been given counts as read from the cache.
 *
 * @param {Transcript} transcript @param {object[]} blocks
 */
function takeUsage(transcript, blocks) {
  const inputTokens = Math.ceil(transcript.contextCharacters / CHARACTERS_PER_TOKEN);
  const outputCharacters = blocks.reduce((sum, block) => sum + charactersOf(block), 0);
  const usage = {
    input_tokens: inputTokens - transcript.seenTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: transcript.seenTokens,
    output_tokens: Math.ceil(outputCharacters / CHARACTERS_PER_TOKEN),
  };
  transcript.seenTokens = inputTokens;
  transcript.contextCharacters += outputCharacters;
  return usage;
}

/** @param {{ thinking?: string, text?: string, input?: object }} block */
function charactersOf(block) {
  return (block.thinking ?? block.text ?? JSON.stringify(block.input)).length;
}

/**
 * Adds a line of the conversation, after the one before it, and returns its id.
 *
 * @param {Transcript} transcript @param {object} fields
 */
function addChained(transcript, fields) {
  const uuid = uuidOf((transcript.uuids += 1));
  transcript.lines.push({
    parentUuid: transcript.parentUuid,
    isSidechain: false,
    userType: 'external',
    cwd: PROJECT_FOLDER,
    sessionId: sessionIdOf(transcript.session),
    version: '2.1.331',
    gitBranch: 'main',
    ...fields,
    uuid,
    timestamp: timeOf(transcript),
  });
  transcript.parentUuid = uuid;
  return uuid;
}

/** The id carries the step's number. @param {Transcript} transcript */
function nextStepId(transcript) {
  transcript.steps += 1;
  return `toolu_${transcript.session.name}_${transcript.steps}`;
}

/** @param {Transcript} transcript */
function timeOf(transcript) {
  return new Date(Math.round(transcript.clockMs)).toISOString();
}

/** @param {number} number */
function uuidOf(number) {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** @param {Session} session */
function sessionIdOf(session) {
  const prefix = Buffer.from(session.name).toString('hex').slice(0, 8);
  return `${prefix}-0000-4000-8000-000000000000`;
}
