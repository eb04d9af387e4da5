import {
  Outlet,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  useRouter,
} from '@tanstack/react-router';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { Frame } from './frame/frame.tsx';
import { ErrorPage, NoRightPage, NotFoundPage } from './frame/special-pages.tsx';
import { LoadingPage } from './kit/loading.tsx';
import { pages } from './pages.ts';
import type { PageEntry } from './pages.ts';
import { useRight } from './session.ts';
import { readSearch, writeUrlQuery } from './url-query.ts';

function Root() {
  return <Outlet />;
}

function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <ErrorPage
      error={error}
      onRetry={() => {
        // A part of the console that could not be fetched stays failed until the page is loaded anew.
        if (isFetchFailure(error)) window.location.reload();
        reset();
        void router.invalidate();
      }}
    />
  );
}

function isFetchFailure(error: unknown): boolean {
  return (
    error instanceof Error &&
    /dynamically imported module|preload CSS|module script failed/i.test(error.message)
  );
}

const rootRoute = createRootRoute({ component: Root, notFoundComponent: NotFoundPage });
const fullRoute = createRoute({ getParentRoute: () => rootRoute, id: 'full', component: Frame });
const bareRoute = createRoute({ getParentRoute: () => rootRoute, id: 'bare', component: Root });

/** The page, for whoever may open it: a link leads here as well as the menu. */
function guarded(page: PageEntry) {
  const Lazy = lazyRouteComponent(page.load, 'default');
  const right = page.right;
  if (right === undefined) return Lazy;
  const Guarded = () => (useRight(right) ? <Lazy /> : <NoRightPage right={right} />);
  return Object.assign(Guarded, { preload: async () => await Lazy.preload?.() });
}

function routesOf(frame: 'full' | 'bare') {
  const parent = frame === 'full' ? fullRoute : bareRoute;
  return pages
    .filter((page) => (page.frame ?? 'full') === frame)
    .map((page) =>
      createRoute({
        getParentRoute: () => parent,
        path: page.path,
        component: guarded(page),
        errorComponent: RouteError,
        pendingComponent: LoadingPage,
      }),
    );
}

// A link nobody knows still shows the frame, so that the way out is at hand.
const anyRoute = createRoute({ getParentRoute: () => fullRoute, path: '$', component: NotFoundPage });

const routeTree = rootRoute.addChildren([
  fullRoute.addChildren([...routesOf('full'), anyRoute]),
  bareRoute.addChildren(routesOf('bare')),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPreloadDelay: 80,
  defaultPendingMs: 200,
  scrollRestoration: true,
  scrollToTopSelectors: ['#content'],
  // Plain text in the URL: the router's own form quotes every value as JSON.
  parseSearch: (search) => readSearch(search),
  stringifySearch: (search) => writeUrlQuery('', search),
});
