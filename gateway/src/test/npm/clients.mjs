// Subscribes with a client of npm as its README shows, and prints each event that it fires as a line of JSON.
// Usage: node clients.mjs CLIENT URL [ID]
import http from 'node:http';
import {createRequire} from 'node:module';
import {setTimeout as delay} from 'node:timers/promises';

const require = createRequire(import.meta.url);
const [client, url, id] = process.argv.slice(2);
// Only those who ask for them get events with a type; a page that listens to all of these would notice what is not for it.
const types = ['message', 'shipped', 'gap', 'position', 'token-expired'];

const print = (type, id, data) => console.log(JSON.stringify({type, id: id == null ? null : String(id), data: data ?? null}));

/** What has the interface of a browser's EventSource. */
function listen(source) {
  types.forEach(type => source.addEventListener(type, event => print(type, event.lastEventId, event.data)));
  source.addEventListener('error', event => console.error('error', source.readyState, event.message ?? event.error ?? ''));
}

/** What gives up for good when nothing answers, and says nothing: the application takes a new one, which goes on behind the last id. */
async function renew(EventSource) {
  for (let id = ''; ; ) {
    const source = new EventSource(id ? `${url}&lastEventID=${encodeURIComponent(id)}` : url);
    types.forEach(type => source.addEventListener(type, event => (id = event.lastEventId)));
    listen(source);
    while (source.readyState !== EventSource.CLOSED) {
      await delay(250);
    }
  }
}

/** As much of a browser's XMLHttpRequest as sse.js needs. */
function xmlHttpRequest() {
  return class XMLHttpRequest extends EventTarget {
    static HEADERS_RECEIVED = 2;
    #headers = {};
    responseText = '';
    status = 0;
    open(method, target) {
      this.target = target;
    }
    setRequestHeader(name, value) {
      this.#headers[name] = value;
    }
    getAllResponseHeaders() {
      return Object.entries(this.answer.headers)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\r\n');
    }
    send() {
      const fire = type => this.dispatchEvent(new Event(type));
      // Not fetch, which takes a stream that is cut for one that ends, as the answer says that the connection closes.
      const request = http.get(this.target, {headers: this.#headers}, answer => {
        this.answer = answer;
        this.status = answer.statusCode;
        this.readyState = XMLHttpRequest.HEADERS_RECEIVED;
        fire('readystatechange');
        answer.setEncoding('utf8');
        answer.on('data', text => {
          this.responseText += text;
          fire('progress');
        });
        answer.on('end', () => fire('load'));
        answer.on('error', () => fire('error'));
      });
      request.on('error', () => this.answer ?? fire('error'));
    }
  };
}

/** What reads one answer: the application comes back with the last id that it got. */
async function comeBack(read) {
  for (let last = null; ; await delay(250)) {
    try {
      for await (const event of read(last === null ? {} : {'Last-Event-ID': last})) {
        print(event.event ?? 'message', event.id, event.data);
        last = String(event.id ?? last);
      }
    } catch (error) {
      console.error(String(error), String(error.cause ?? ''));
    }
  }
}

/** The page that fetch-event-source expects around it. */
function fetchEventSource(headers) {
  globalThis.window = globalThis;
  globalThis.document = {addEventListener() {}, removeEventListener() {}};
  const {fetchEventSource} = require('@microsoft/fetch-event-source');
  fetchEventSource(url, {
    headers,
    openWhenHidden: true,
    onmessage: event => print(event.event || 'message', event.id, event.data),
    onclose: () => {
      throw new Error('the end of the stream'); // It takes a regular end as final otherwise.
    },
    onerror: error => console.error(String(error)),
  });
}

const clients = {
  'eventsource@2': async () => listen(new (require('eventsource-2'))(url)),
  'eventsource@3': async () => listen(new (await import('eventsource')).EventSource(url)),
  'eventsource@4': async () => listen(new (await import('eventsource-4')).EventSource(url)),
  'event-source-polyfill': async () => listen(new (require('event-source-polyfill').EventSourcePolyfill)(url)),
  'launchdarkly-eventsource': async () =>
    listen(new (require('launchdarkly-eventsource').EventSource)(url, {initialRetryDelayMillis: 250})),
  undici: async () => renew(require('undici').EventSource),
  '@microsoft/fetch-event-source': async () => fetchEventSource({}),
  '@microsoft/fetch-event-source, with an id of its own': async () => fetchEventSource({'Last-Event-ID': id}),
  'eventsource-client': async () =>
    (await import('eventsource-client')).createEventSource({
      url,
      onMessage: event => print(event.event ?? 'message', event.id, event.data),
    }),
  'fetch-event-stream': async () => {
    const {stream} = await import('fetch-event-stream');
    comeBack(async function* (headers) {
      yield* await stream(url, {headers});
    });
  },
  'eventsource-parser': async () => {
    const {EventSourceParserStream} = await import('eventsource-parser/stream');
    comeBack(async function* (headers) {
      const answer = await fetch(url, {headers});
      yield* answer.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    });
  },
  'sse.js': async () => {
    globalThis.XMLHttpRequest = xmlHttpRequest();
    globalThis.CustomEvent ??= class extends Event {};
    const {SSE} = await import('sse.js');
    const source = new SSE(url, {autoReconnect: true, reconnectDelay: 250});
    types.forEach(type => source.addEventListener(type, event => print(type, event.id, event.data)));
  },
};

await clients[client]();
