import { doctorCommand } from './commands/doctor.ts';
import { main } from './main.ts';

await main(doctorCommand);
