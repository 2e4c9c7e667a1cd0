import 'reflect-metadata';
import { Controller, Get, Module, Post, type Type } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { AnyKey, Permit, Public } from './permission';
import { checkPermissions } from './permission-check';
import { StepUp } from './step-up';

@Controller('locked')
class Locked {
  @Public()
  @Get('a')
  everybody(): void {
    return;
  }

  @AnyKey()
  @Get('b')
  whoever(): void {
    return;
  }

  @Permit('keys:manage')
  @Get('c')
  listKeys(): void {
    return;
  }

  @StepUp()
  @Permit('keys:manage')
  @Post('c')
  makeKey(): void {
    return;
  }
}

@Permit('inbox:read')
@Controller('whole')
class LockedAsAWhole {
  @Get()
  read(): void {
    return;
  }
}

@Controller('open')
class Open {
  @Post()
  anything(): void {
    return;
  }
}

@Controller('left-open')
class LeftOpen {
  @Permit('people:manage')
  @Post()
  addSomebody(): void {
    return;
  }
}

async function start(...controllers: Type[]): Promise<void> {
  @Module({ imports: [DiscoveryModule], controllers })
  class App {}

  const app = await Test.createTestingModule({ imports: [App] }).compile();
  checkPermissions(app.get(DiscoveryService), new MetadataScanner());
}

describe('a process', () => {
  it('starts when every route names what it asks', async () => {
    await expect(start(Locked, LockedAsAWhole)).resolves.toBeUndefined();
  });

  it.each([
    ['a route without a permission', Open, 'POST Open.anything names no permission'],
    ['a grave one without a second factor', LeftOpen, 'POST LeftOpen.addSomebody asks for no second factor'],
  ])('does not start with %s', async (_, controller, reason) => {
    await expect(start(Locked, controller)).rejects.toThrow(reason);
  });
});
