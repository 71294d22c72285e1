import { ActivityLog } from './activity-log/activity-log.entity.ts';
import { Transaction } from './billing/transaction.entity.ts';
import { Product } from './catalog/product.entity.ts';
import { PromoCode } from './catalog/promo-code.entity.ts';
import { TermsAcceptance } from './catalog/terms-acceptance.entity.ts';
import { Attribute } from './customers/attribute.entity.ts';
import { Contact } from './customers/contact.entity.ts';
import { Customer } from './customers/customer.entity.ts';
import { Site } from './customers/site.entity.ts';
import { Tag } from './customers/tag.entity.ts';
import { AccountLink } from './identity/account-link.entity.ts';
import { BackupCode } from './identity/backup-code.entity.ts';
import { ApiKey } from './identity/api-key.entity.ts';
import { ImpersonationLog } from './identity/impersonation-log.entity.ts';
import { LoginFailure } from './identity/login-failure.entity.ts';
import { LoginIdentity } from './identity/login-identity.entity.ts';
import { PasswordHistory } from './identity/password-history.entity.ts';
import { Permission } from './identity/permission.entity.ts';
import { RefreshToken } from './identity/refresh-token.entity.ts';
import { Role } from './identity/role.entity.ts';
import { SeededRole } from './identity/seeded-role.entity.ts';
import { User } from './identity/user.entity.ts';
import { InventoryTemplate } from './inventory/inventory-template.entity.ts';
import { Inventory } from './inventory/inventory.entity.ts';
import { LiveEvent } from './live/live-event.entity.ts';
import { ProcessStep } from './live/process-step.entity.ts';
import { Communication } from './messaging/communication.entity.ts';
import { ProvisionEvent } from './provisioning/provision-event.entity.ts';
import { Provision } from './provisioning/provision.entity.ts';
import { Service } from './services/service.entity.ts';

/** Every table the ORM knows. */
export const entities = [
  AccountLink,
  ActivityLog,
  ApiKey,
  Attribute,
  Communication,
  BackupCode,
  Contact,
  Customer,
  ImpersonationLog,
  Inventory,
  InventoryTemplate,
  LiveEvent,
  LoginFailure,
  LoginIdentity,
  PasswordHistory,
  Permission,
  ProcessStep,
  Product,
  PromoCode,
  Provision,
  ProvisionEvent,
  RefreshToken,
  Role,
  SeededRole,
  Service,
  Site,
  Tag,
  TermsAcceptance,
  Transaction,
  User,
];
