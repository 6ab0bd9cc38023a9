// The floor: the least that any server does to fan an event out with one system call a delivery. One thread, one epoll
// loop, one send() for each subscriber and event; no topics, no history, no heartbeat, no limits. What other servers cost is
// told as a multiple of what this one costs on the same machine in the same minutes.
//
//   floor PORT     listens on 127.0.0.1; any GET subscribes, any POST is an event whose data is the body, one line of text.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_DESCRIPTORS (1 << 20)
#define MAX_REQUEST (128 << 10)
#define MAX_BACKLOG (4 << 20)
#define NOT_SUBSCRIBED (-1)

// Bytes that wait: the begin of a request that has not arrived as a whole, or what a subscriber's socket did not take.
typedef struct {
  char *bytes;
  size_t length;
} Pending;

typedef struct {
  int place; // in subscribers, or NOT_SUBSCRIBED
  Pending pending;
} Connection;

static const char STREAM_HEAD[] = "HTTP/1.1 200 OK\r\n"
                                  "Content-Type: text/event-stream\r\n"
                                  "Cache-Control: no-cache\r\n"
                                  "Transfer-Encoding: chunked\r\n\r\n";
static const char PUBLISHED[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
static const char REFUSED[] = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

static Connection *connections; // by descriptor
static int *subscribers;        // dense, so that a pass is one walk over an array
static int subscriber_count;
static int epoll;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void watch(int fd, int operation, unsigned events) {
  struct epoll_event event = {.events = events, .data.fd = fd};
  if (epoll_ctl(epoll, operation, fd, &event) < 0) fail("epoll_ctl");
}

static void keep(Pending *pending, const char *bytes, size_t length) {
  char *grown = realloc(pending->bytes, pending->length + length);
  if (grown == NULL) fail("realloc");
  memcpy(grown + pending->length, bytes, length);
  pending->bytes = grown;
  pending->length += length;
}

static void forget(Pending *pending, size_t length) {
  pending->length -= length;
  if (pending->length == 0) {
    free(pending->bytes);
    pending->bytes = NULL;
  } else {
    memmove(pending->bytes, pending->bytes + length, pending->length);
  }
}

static void unsubscribe(int fd) {
  int place = connections[fd].place;
  if (place == NOT_SUBSCRIBED) return;
  int last = subscribers[--subscriber_count];
  subscribers[place] = last;
  connections[last].place = place;
  connections[fd].place = NOT_SUBSCRIBED;
}

static void drop(int fd) {
  unsubscribe(fd);
  forget(&connections[fd].pending, connections[fd].pending.length);
  close(fd); // which also takes it out of epoll
}

// One send(), as long as the socket takes everything. What it does not take waits for EPOLLOUT: a lost piece would break the
// stream. Whoever lets too much wait, or is gone, is shut down; the loop reads its end and drops it, outside of any pass.
static void deliver(int fd, const char *bytes, size_t length) {
  Pending *pending = &connections[fd].pending;
  size_t taken = 0;
  if (pending->length == 0) {
    ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
    if (sent == (ssize_t)length) return;
    if (sent < 0 && errno != EAGAIN) {
      shutdown(fd, SHUT_RDWR);
      return;
    }
    taken = sent < 0 ? 0 : (size_t)sent;
    watch(fd, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
  }
  if (pending->length + length - taken > MAX_BACKLOG) {
    shutdown(fd, SHUT_RDWR);
    return;
  }
  keep(pending, bytes + taken, length - taken);
}

static void deliver_pending(int fd) {
  Pending *pending = &connections[fd].pending;
  ssize_t sent = send(fd, pending->bytes, pending->length, MSG_NOSIGNAL);
  if (sent > 0) forget(pending, (size_t)sent);
  if (pending->length == 0) watch(fd, EPOLL_CTL_MOD, EPOLLIN);
}

static void subscribe(int fd) {
  connections[fd].place = subscriber_count;
  subscribers[subscriber_count++] = fd;
  deliver(fd, STREAM_HEAD, sizeof STREAM_HEAD - 1);
}

static void publish(int fd, const char *data, size_t length) {
  static char frame[MAX_REQUEST + 64];
  static const char FIELD[] = "data: ";
  static const char END[] = "\n\n";
  size_t event = sizeof FIELD - 1 + length + sizeof END - 1;
  int size = snprintf(frame, sizeof frame, "%zx\r\n%s%.*s%s\r\n", event, FIELD, (int)length, data, END);
  // The answer does not wait for the deliveries, as the gateway's does not.
  if (send(fd, PUBLISHED, sizeof PUBLISHED - 1, MSG_NOSIGNAL) < 0) shutdown(fd, SHUT_RDWR);
  for (int i = 0; i < subscriber_count; i++) deliver(subscribers[i], frame, (size_t)size);
}

// The value of Content-Length, 0 without one. The head ends in an empty line; the byte after it has been made a NUL.
static size_t content_length(const char *head) {
  const char *field = strcasestr(head, "\r\nContent-Length:");
  return field == NULL ? 0 : strtoul(field + sizeof "\r\nContent-Length:" - 1, NULL, 10);
}

// Serves the first request in the bytes. Returns how many bytes it was; 0 if it is not there as a whole, -1 if it is none.
static ssize_t serve(int fd, const char *bytes, size_t length) {
  const char *end = memmem(bytes, length, "\r\n\r\n", 4);
  if (end == NULL) return 0;
  size_t head_length = (size_t)(end - bytes) + 4;
  static char head[MAX_REQUEST + 1];
  memcpy(head, bytes, head_length);
  head[head_length] = '\0';
  if (strncmp(head, "GET ", 4) == 0) {
    subscribe(fd);
    return (ssize_t)head_length;
  }
  if (strncmp(head, "POST ", 5) != 0) return -1;
  size_t body_length = content_length(head);
  if (body_length > MAX_REQUEST - head_length) return -1;
  if (length - head_length < body_length) return 0;
  publish(fd, bytes + head_length, body_length);
  return (ssize_t)(head_length + body_length);
}

static bool is_subscriber(int fd) { return connections[fd].place != NOT_SUBSCRIBED; }

// Serves all whole requests in the bytes. Returns how many bytes they were, -1 if the connection is to be dropped.
static ssize_t serve_all(int fd, const char *bytes, size_t length) {
  size_t served = 0;
  while (served < length && !is_subscriber(fd)) {
    ssize_t request = serve(fd, bytes + served, length - served);
    if (request < 0 || (request == 0 && length - served >= MAX_REQUEST)) {
      if (send(fd, REFUSED, sizeof REFUSED - 1, MSG_NOSIGNAL) < 0) perror("send");
      return -1;
    }
    if (request == 0) break;
    served += (size_t)request;
  }
  return (ssize_t)served;
}

static void receive(int fd) {
  static char input[MAX_REQUEST];
  Pending *pending = &connections[fd].pending;
  size_t room = is_subscriber(fd) ? sizeof input : sizeof input - pending->length;
  ssize_t count = read(fd, input, room);
  if (count == 0 || (count < 0 && errno != EAGAIN)) {
    drop(fd);
    return;
  }
  if (count < 0 || is_subscriber(fd)) return; // a subscriber has nothing more to say
  const char *bytes = input;
  size_t length = (size_t)count;
  if (pending->length > 0) {
    keep(pending, input, length);
    // Taken over: what the request leads to may put other bytes into pending.
    bytes = memcpy(input, pending->bytes, pending->length);
    length = pending->length;
    forget(pending, length);
  }
  ssize_t served = serve_all(fd, bytes, length);
  if (served < 0) {
    drop(fd);
  } else if ((size_t)served < length && !is_subscriber(fd)) {
    keep(pending, bytes + served, length - (size_t)served);
  }
}

static void accept_all(int listener) {
  int fd, on = 1;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connections[fd] = (Connection){.place = NOT_SUBSCRIBED};
    watch(fd, EPOLL_CTL_ADD, EPOLLIN);
  }
  if (errno != EAGAIN && errno != ECONNABORTED) fail("accept"); // it would be asked for again and again
}

static int listen_on(int port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
  if (listener < 0) fail("socket");
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0) fail("bind");
  if (listen(listener, 4096) < 0) fail("listen");
  return listener;
}

static void allow_all_descriptors(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) < 0) fail("getrlimit");
  limit.rlim_cur = limit.rlim_max < MAX_DESCRIPTORS ? limit.rlim_max : MAX_DESCRIPTORS;
  if (setrlimit(RLIMIT_NOFILE, &limit) < 0) fail("setrlimit");
}

int main(int argc, char **argv) {
  int port = argc == 2 ? atoi(argv[1]) : 0;
  if (port < 1 || port > 65535) {
    fprintf(stderr, "usage: floor PORT\n");
    return 2;
  }
  allow_all_descriptors();
  connections = calloc(MAX_DESCRIPTORS, sizeof *connections);
  subscribers = calloc(MAX_DESCRIPTORS, sizeof *subscribers);
  if (connections == NULL || subscribers == NULL) fail("calloc");
  epoll = epoll_create1(0);
  if (epoll < 0) fail("epoll_create1");
  int listener = listen_on(port);
  watch(listener, EPOLL_CTL_ADD, EPOLLIN);
  for (;;) {
    static struct epoll_event events[512];
    int count = epoll_wait(epoll, events, 512, -1);
    if (count < 0 && errno != EINTR) fail("epoll_wait");
    for (int i = 0; i < count; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) {
        accept_all(listener);
        continue;
      }
      if (events[i].events & EPOLLOUT) deliver_pending(fd);
      if (events[i].events & ~(unsigned)EPOLLOUT) receive(fd);
    }
  }
}
