/**
 * The faults of a plan that have a moment (those that count calls are in `fault-book.ts`): cables, disks, clocks, lids, copied and
 * old profiles, power cuts, restores. What would strike after the last act is left out: the quiet minutes are quiet.
 */
import type { DeviceDisk } from './device-disk.ts';
import type { Fault } from './plan.ts';
import { tearUpload, type Backup } from './server-disk.ts';
import type { WorldDevice } from './world-device.ts';
import type { World } from './world.ts';

/** Puts a fault where its plan says, if it has a moment. */
export function arrange(world: World, fault: Fault): void {
  if (!('at' in fault)) return;
  const start = world.start + 1_000 + fault.at;
  // What would strike after the last act is left out: the quiet minutes are quiet.
  const strikes = (moment: number, task: () => void): void => void world.sim.at(moment, () => (world.book.on ? task() : undefined));
  const device = 'device' in fault && typeof fault.device === 'number' ? world.devices[fault.device] : undefined;
  const during = (begin: () => void, end: () => void, lasts: number): void => {
    strikes(start, () => (strike(world, fault), begin()));
    world.sim.at(start + lasts, end);
  };
  switch (fault.what) {
    case 'cable':
      if (device)
        during(
          () => (device.line.down = true),
          () => plugged(device),
          fault.lasts,
        );
      return;
    case 'disk-full':
      if (device)
        during(
          () => (device.full = true),
          () => (device.full = false),
          fault.lasts,
        );
      return;
    case 'server-full':
      during(
        () => (world.server.full = true),
        () => (world.server.full = false),
        fault.lasts,
      );
      return;
    case 'clock': {
      const owner = fault.device === 'server' ? world.server : device;
      if (owner)
        during(
          () => (owner.clockOffset = fault.by),
          () => (owner.clockOffset = 0),
          fault.lasts,
        );
      return;
    }
    case 'sleep':
      if (device)
        during(
          () => device.sleep(start + fault.lasts),
          () => undefined,
          fault.lasts,
        );
      return;
    case 'copy-profile':
      if (device) strikes(start, () => (strike(world, fault), copied(world, device)));
      return;
    case 'old-profile': {
      if (!device) return;
      let then: DeviceDisk | null = null;
      strikes(world.start + 1_000 + fault.from, () => (then = device.disk.copy()));
      strikes(start, () => (strike(world, fault), then && wentBack(world, device, then)));
      return;
    }
    case 'power-cut':
      strikes(start, () => (strike(world, fault), powerCut(world, fault.keep), world.serverBack(fault.back)));
      return;
    case 'restore': {
      let taken: Backup | undefined;
      if (fault.from !== undefined) strikes(world.start + 1_000 + fault.from, () => (taken = world.server.backup()));
      strikes(start, () => {
        const backup = taken ?? world.server.backups.at(-1);
        if (!backup) return;
        strike(world, fault);
        world.server.restore(backup, fault.identity, (id) => heardOfRedaction(world, id));
        world.invariants.restored();
        world.loseWhatNobodyHolds();
        world.serverBack(fault.back);
      });
    }
  }
}

function strike(world: World, fault: Fault): void {
  world.book.struck(fault.what);
  world.sim.note(`fault ${fault.what}`);
}

function plugged(device: WorldDevice): void {
  device.line.down = false;
  const [context] = device.contexts;
  if (context) device.nudge(context);
}

/** Somebody of the firm, signed in, has the firm's word: their device will bring it back. */
function heardOfRedaction(world: World, id: string): boolean {
  return world.devices.some(
    (device) =>
      device.signedIn &&
      world.directory.membership(device.user)?.firmRole !== null &&
      device.disk.row(device.storeName, 'meta', `redaction/${id}`) !== undefined,
  );
}

/** A second device that believes it is the first. */
function copied(world: World, device: WorldDevice): void {
  const copy = world.addDevice(
    `${device.name}c`,
    device.user,
    device.parts.kind,
    { ...device.line, inFlight: new Map() },
    device.disk.copy(),
  );
  copy.start();
  world.wakesNowAndThen(copy);
}

function wentBack(world: World, device: WorldDevice, then: DeviceDisk): void {
  const store = device.storeName;
  world.told.doubt(device.name, (id) => then.row(store, 'documents', id) !== undefined || then.row(store, 'captures', id) !== undefined);
  device.become(then.copy());
  world.invariants.wentBack(device);
  device.start();
}

function powerCut(world: World, keep: number): void {
  world.server.kill();
  for (const [id, held] of world.server.disk.blobs.uploads) if (held.writing) tearUpload(world.server.disk, id, keep);
}
