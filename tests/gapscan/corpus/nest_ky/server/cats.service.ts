import { Injectable } from '@nestjs/common';
import { Repository } from 'typeorm';

@Injectable()
export class CatsService {
  constructor(private readonly repository: Repository<unknown>) {}

  findAll() {
    return this.repository.find();
  }

  findOne(id: string) {
    return { id: 1, name: 'Tom' };
  }

  create(body: { name: string }) {
    return this.repository.save(body);
  }
}
