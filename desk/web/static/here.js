// Tells every few seconds that a page of staff is open: an agent who falls silent gives the line back to the queue.
// It runs as a worker, because browsers slow down the timers of a page that nobody looks at.

const EVERY = 8000;

function tell() {
  fetch("/desk/here", { cache: "no-store", redirect: "manual" }).catch(() => {});
}

tell();
setInterval(tell, EVERY);
