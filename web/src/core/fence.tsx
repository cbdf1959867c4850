import { Component, type ReactNode } from 'react';

import { ApiError } from '../api/client';
import { Broken } from './blocks';

/// Keeps a page that breaks, or whose code did not arrive, from taking the frame with it.
export class Fence extends Component<{ children: ReactNode }, { cause: unknown }> {
  override state = { cause: null };
  static getDerivedStateFromError(cause: unknown) {
    // Code that cannot be fetched is a matter of the network; the browser has no type for that.
    const missing = cause instanceof Error && /import|preload|module/i.test(cause.message);
    return { cause: missing ? new ApiError(0, 'network.unreachable') : cause };
  }
  override render() {
    if (this.state.cause === null) return this.props.children;
    return <Broken cause={this.state.cause} onRetry={() => window.location.reload()} />;
  }
}
