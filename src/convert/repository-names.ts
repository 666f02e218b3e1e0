/** For the action, which searches for repositories itself. */
export { NAMES as REPOSITORY_NAMES } from '../stestr/repository.ts'
