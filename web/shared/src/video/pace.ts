/** A worker that beats ten times a second: timers of a page in the background are slowed down, a worker's are not. */

setInterval(() => postMessage(0), 100);
