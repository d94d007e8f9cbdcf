// Runs a Node.js function: loads its handler and serves invocations from the Lambda Runtime API, one after the other.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import util from 'node:util';
import { pathToFileURL } from 'node:url';

const [host, ...prefix] = process.env.AWS_LAMBDA_RUNTIME_API.split('/');
const [hostname, port] = host.split(':');
const base = `${prefix.map(part => '/' + part).join('')}/2018-06-01/runtime`;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
let requestId = '';

class HandlerError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
    this.stack = undefined;
  }
}

function send(method, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, method, path: base + path, agent, headers }, answer => {
      const chunks = [];
      answer.on('data', chunk => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) }));
      answer.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

function post(path, body, errorType) {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), 'Quell-Output': 'marked' };
  return send('POST', path, body, errorType ? { ...headers, 'Lambda-Runtime-Function-Error-Type': errorType } : headers);
}

// One line of a log is one event: line breaks within a message become carriage returns.
for (const [method, level] of [['log', 'INFO'], ['info', 'INFO'], ['debug', 'DEBUG'], ['trace', 'TRACE'], ['warn', 'WARN'], ['error', 'ERROR']]) {
  console[method] = (...values) => process.stdout.write(
    `${new Date().toISOString()}\t${requestId || 'undefined'}\t${level}\t${util.format(...values).replaceAll('\n', '\r')}\n`);
}

function mark() {
  const line = Buffer.from(`\x01quell-end ${requestId}\n`);
  for (let written = 0; written < line.length;) {
    try {
      written += fs.writeSync(1, line, written);
    } catch (fault) {
      if (fault.code !== 'EAGAIN') return;
    }
  }
}

function describe(fault) {
  if (!(fault instanceof Error)) {
    return { errorType: typeof fault, errorMessage: typeof fault === 'string' ? fault : util.format(fault), trace: [] };
  }
  return { errorType: fault.name, errorMessage: fault.message, trace: (fault.stack ?? `${fault.name}: ${fault.message}`).split('\n') };
}

async function loadModule(root, name) {
  for (const extension of ['', '.js', '.mjs', '.cjs']) {
    const file = path.join(root, name + extension);
    if (fs.existsSync(file) && fs.statSync(file).isFile()) {
      try {
        return await import(pathToFileURL(file));
      } catch (fault) {
        if (fault instanceof SyntaxError) throw new HandlerError('Runtime.UserCodeSyntaxError', `SyntaxError: ${fault.message}`);
        if (fault.code === 'ERR_MODULE_NOT_FOUND' || fault.code === 'MODULE_NOT_FOUND') {
          throw new HandlerError('Runtime.ImportModuleError', `Error: ${fault.message.split('\n')[0]}`);
        }
        throw fault;
      }
    }
  }
  throw new HandlerError('Runtime.ImportModuleError', `Error: Cannot find module '${name}'`);
}

async function loadHandler(name) {
  const folder = path.dirname(name);
  const [module, ...members] = path.basename(name).split('.');
  if (members.length === 0) throw new HandlerError('Runtime.MalformedHandlerName', 'Bad handler');
  const loaded = await loadModule(process.env.LAMBDA_TASK_ROOT, path.join(folder, module));
  const reach = start => members.reduce((value, member) => value?.[member], start);
  const handler = reach(loaded) ?? reach(loaded.default);
  if (handler === undefined) throw new HandlerError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw new HandlerError('Runtime.HandlerNotFound', `${name} is not a function`);
  return handler;
}

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const clientContext = headers['lambda-runtime-client-context'];
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    awsRequestId: requestId,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    clientContext: clientContext ? JSON.parse(clientContext) : undefined,
    getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
  };
}

// A handler answers with the promise it returns, with its callback, or not at all: then its end is when nothing is left to do.
function run(handler, event, context) {
  return new Promise((resolve, reject) => {
    let outcome = () => resolve(null);
    const settle = () => { process.removeListener('beforeExit', settle); outcome(); };
    const answer = (fault, result) => {
      outcome = () => fault === null || fault === undefined ? resolve(result) : reject(fault);
      if (!context.callbackWaitsForEmptyEventLoop || (fault !== null && fault !== undefined)) settle();
    };
    context.done = answer;
    context.succeed = result => answer(null, result);
    context.fail = fault => answer(fault ?? 'handled');
    process.on('beforeExit', settle);
    const returned = handler(event, context, answer);
    if (typeof returned?.then === 'function') {
      const end = then => value => { process.removeListener('beforeExit', settle); then(value); };
      returned.then(end(resolve), end(reject));
    }
  });
}

async function fail(fault) {
  const record = describe(fault);
  console.error('Invoke Error \t' + JSON.stringify({ ...record, stack: record.trace, trace: undefined }));
  mark();
  await post(`/invocation/${requestId}/error`, JSON.stringify(record), record.errorType);
}

async function answer(handler, next) {
  let result;
  try {
    const value = await run(handler, JSON.parse(next.body.toString()), contextOf(next.headers));
    result = JSON.stringify(value === undefined ? null : value);
    if (result === undefined) throw new HandlerError('Runtime.MarshalError', 'Unable to stringify response body');
  } catch (fault) {
    return fail(fault);
  }
  mark();
  return post(`/invocation/${requestId}/response`, result);
}

let ending = false;
async function end(fault) {
  if (ending) return;
  ending = true;
  try {
    if (requestId) await fail(fault);
  } finally {
    process.exit(128);
  }
}

process.on('uncaughtException', fault => end(Object.assign(fault instanceof Error ? fault : new Error(util.format(fault)), { name: 'Runtime.UncaughtException' })));
process.on('unhandledRejection', reason => {
  const fault = new Error(reason instanceof Error ? `${reason.name}: ${reason.message}` : util.format(reason));
  fault.name = 'Runtime.UnhandledPromiseRejection';
  fault.stack = reason instanceof Error ? reason.stack : undefined;
  end(fault);
});

let handler;
try {
  handler = await loadHandler(process.env._HANDLER);
} catch (fault) {
  const record = describe(fault);
  console.error('Uncaught Exception \t' + JSON.stringify(record));
  await post('/init/error', JSON.stringify(record), record.errorType);
  process.exit(1);
}

for (;;) {
  let next;
  try {
    next = await send('GET', '/invocation/next');
  } catch {
    // Quell has gone: nothing is left to serve.
    process.exit(0);
  }
  if (next.status !== 200) process.exit(0);
  requestId = next.headers['lambda-runtime-aws-request-id'];
  process.env._X_AMZN_TRACE_ID = next.headers['lambda-runtime-trace-id'] ?? '';
  await answer(handler, next);
  requestId = '';
}
