// Vigie must not outlive what started it, even killed with SIGKILL: an orphan would hold its folder and its port.
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';

/** Sends SIGTERM to this process when its launcher (ours, or npm) is gone. Started by anything else, it may go on alone. */
export function watchLauncher() {
  const end = () => process.kill(process.pid, 'SIGTERM');
  if (process.env.VIGIE_LAUNCHER_FD === '3') {
    delete process.env.VIGIE_LAUNCHER_FD;
    const pipe = new Socket({ fd: 3 });
    pipe.on('end', end).on('error', end).resume().unref();
    return;
  }
  if (process.env.npm_lifecycle_event === undefined) return;
  const [parent, grandparent] = [process.ppid, parentOf(process.ppid)];
  const timer = setInterval(() => {
    if (process.ppid === parent && parentOf(parent) === grandparent) return;
    clearInterval(timer);
    end();
  }, 250);
  timer.unref();
}

/** npm puts a shell in between, which lives on when npm is killed. */
function parentOf(pid) {
  try {
    return /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
