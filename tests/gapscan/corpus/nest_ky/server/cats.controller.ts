import { Body, Controller, Delete, Get, NotImplementedException, Param, Post } from '@nestjs/common';
import { CatsService } from './cats.service';

@Controller('cats')
export class CatsController {
  constructor(private readonly cats: CatsService) {}

  @Get()
  findAll() {
    return this.cats.findAll();
  }

  @Get(':id')
  findOne(@Param('id') id: string) {
    return this.cats.findOne(id);
  }

  @Post()
  async create(@Body() body: { name: string }) {
    return this.cats.create(body);
  }

  @Delete(':id')
  remove(@Param('id') id: string) {
    throw new NotImplementedException();
  }
}
